//! `config show`, `config set`, `config unset`.

use std::path::Path;

use ringlog_core::settings::show::show;
use serde_json::json;

use super::{Ended, unprinted};
use crate::args::Config;
use crate::exit::Exit;
use crate::print::Printer;
use crate::session::Reading;

pub(super) fn run(command: &Config, profile: Option<&Path>, printer: Printer) -> Ended {
    let mut reading = Reading::open(profile)?;
    match command {
        Config::Show => {
            let view = show(&reading.effective()?, &reading.config.warnings());
            printer.result(&view, &view.table()).map_err(unprinted)?;
            let is_clean = view.problems.is_empty();
            Ok(if is_clean { Exit::Done } else { Exit::Usage })
        }
        Config::Set { key, value } => {
            let kept = reading.config.set(key, value)?.to_text();
            let words = format!("{key} = {kept}");
            printer
                .result(&json!({ "key": key, "value": kept }), &words)
                .map_err(unprinted)?;
            Ok(Exit::Done)
        }
        Config::Unset { key } => {
            reading.config.unset(key)?;
            let words = format!("{key} is back to its default.");
            printer
                .result(&json!({ "key": key, "value": null }), &words)
                .map_err(unprinted)?;
            Ok(Exit::Done)
        }
    }
}
