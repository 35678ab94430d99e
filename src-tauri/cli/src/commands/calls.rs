//! `calls` and `call ID`.

use std::path::Path;

use ringlog_core::desktop::calls::{ActOutcome, CallAction};
use ringlog_core::view::CallView;
use ringlog_engine::engine::Engine;
use ringlog_engine::ledger::{CallQuery, LedgerError};
use ringlog_engine::problem::Problem;

use super::{Ended, unprinted};
use crate::args::{CallAction as Action, Whose};
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
    action: Option<&Action>,
    profile: Option<&Path>,
    printer: Printer,
) -> Ended {
    let unknown = || Problem::from(LedgerError::NoSuchCall(id));
    let Some(action) = action else {
        let view = match Reading::open(profile)?.ledger()? {
            Some(ledger) => ledger.call(id)?.ok_or_else(unknown)?,
            None => return Err(unknown()),
        };
        return shown(&view, printer, Exit::Done);
    };
    let mut writing = Writing::open(profile, printer).await?;
    let asked = asked(&mut writing.engine, id, action).await?;
    let acted = writing.engine.act(id, asked).await?;
    printer.note(&acted.words.to_string());
    let view = writing.engine.ledger().call(id)?.ok_or_else(unknown)?;
    let exit = match acted.outcome {
        ActOutcome::Done => Exit::Done,
        ActOutcome::Waiting => Exit::Unreachable,
        ActOutcome::Refused => Exit::NeedsPerson,
    };
    shown(&view, printer, exit)
}

/// The act of a command; a record's table is looked up by its id.
async fn asked(engine: &mut Engine, call: i64, action: &Action) -> Result<CallAction, Problem> {
    Ok(match action {
        Action::Retry => CallAction::Retry,
        Action::Log => CallAction::Log,
        Action::Private => CallAction::MakePrivate,
        Action::Choose {
            whose: Whose::Record(id),
        } => {
            let record = engine.record_for(call, *id).await?;
            CallAction::Choose {
                entity: record.entity,
                id: record.id,
            }
        }
        Action::Choose { whose: Whose::New } => CallAction::ChooseNewContact,
        Action::Choose {
            whose: Whose::Nobody,
        } => CallAction::ChooseNobody,
        Action::Note { text } => CallAction::Note { text: text.clone() },
        Action::Subject { text } => CallAction::Rename {
            subject: text.clone(),
        },
        Action::Undo => CallAction::Undo,
    })
}

fn shown(view: &CallView, printer: Printer, exit: Exit) -> Ended {
    printer
        .result(view, &print::call(view))
        .map_err(unprinted)?;
    Ok(exit)
}
