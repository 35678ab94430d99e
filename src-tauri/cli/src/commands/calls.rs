//! `calls` and `call ID`.

use std::path::Path;

use ringlog_engine::ledger::{CallQuery, LedgerError};
use ringlog_engine::problem::Problem;

use super::{Ended, unprinted};
use crate::args::CallAction;
use crate::exit::Exit;
use crate::print::{self, Printer};
use crate::session::{Reading, Writing};

pub(super) fn list(query: &CallQuery, profile: Option<&Path>, printer: Printer) -> Ended {
    let calls = match Reading::open(profile)?.ledger()? {
        Some(ledger) => ledger.calls(query)?,
        None => Vec::new(),
    };
    printer
        .result(&calls, &print::calls(&calls))
        .map_err(unprinted)?;
    Ok(Exit::Done)
}

pub(super) async fn one(
    id: i64,
    action: Option<&CallAction>,
    profile: Option<&Path>,
    printer: Printer,
) -> Ended {
    let unknown = || Problem::from(LedgerError::NoSuchCall(id));
    let view = match action {
        None => match Reading::open(profile)?.ledger()? {
            Some(ledger) => ledger.call(id)?.ok_or_else(unknown)?,
            None => return Err(unknown()),
        },
        Some(CallAction::Retry) => {
            let mut writing = Writing::open(profile, printer).await?;
            writing.engine.retry(id)?;
            writing.engine.ledger().call(id)?.ok_or_else(unknown)?
        }
    };
    printer
        .result(&view, &print::call(&view))
        .map_err(unprinted)?;
    Ok(Exit::Done)
}
