//! `diagnostics`: the text for support, shown or saved.

use std::path::Path;

use ringlog_engine::diagnostics::diagnostics;
use ringlog_engine::ports::{Clock, SystemClock};
use ringlog_engine::saved_file::save;
use serde_json::json;

use super::{Ended, unprinted};
use crate::args::Output;
use crate::exit::Exit;
use crate::print::Printer;
use crate::session::Reading;

pub(super) fn run(output: &Output, profile: Option<&Path>, printer: Printer) -> Ended {
    let reading = Reading::open(profile)?;
    let effective = reading.effective_if_readable();
    let warnings = reading.config.warnings();
    let text = diagnostics(&reading.profile, &effective, warnings, SystemClock.now())?;
    let (document, words) = match &output.output {
        Some(path) => {
            save(path, text.as_bytes(), output.existing())?;
            let path = path.display().to_string();
            (json!({ "file": path }), format!("Saved in {path}."))
        }
        None => (json!({ "text": text }), text),
    };
    printer.result(&document, &words).map_err(unprinted)?;
    Ok(Exit::Done)
}
