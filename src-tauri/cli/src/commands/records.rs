//! `records`.

use std::path::Path;

use super::{Ended, unprinted};
use crate::exit::Exit;
use crate::print::{self, Printer};
use crate::session::Writing;

pub(super) async fn run(text: &str, profile: Option<&Path>, printer: Printer) -> Ended {
    let mut writing = Writing::open(profile, printer).await?;
    let found = writing.engine.find_records(text).await?;
    printer
        .result(&found, &print::records(&found))
        .map_err(unprinted)?;
    Ok(Exit::Done)
}
