//! What each command does.

pub(crate) use account::linked_words;
pub(crate) use sync::problem_words;

mod account;
mod backfill;
mod calls;
mod choices;
mod config;
mod diagnostics;
mod doctor;
mod numbers;
mod pbx;
mod records;
mod status;
mod sync;

use std::io;

use ringlog_core::desktop::backfill::DaysAsked;
use ringlog_engine::ledger::CallQuery;
use ringlog_engine::problem::{Problem, ProblemCode};

use crate::args::{Args, Command};
use crate::demo;
use crate::exit::Exit;
use crate::print::Printer;

/// How a command ended, or why it did not.
pub(crate) type Ended = Result<Exit, Problem>;

/// Does what the command line asks.
pub(crate) async fn run(args: Args, printer: Printer) -> Ended {
    let profile = args.profile.as_deref();
    match args.command {
        Command::Config(command) => config::run(&command, profile, printer),
        Command::Pbx(command) => pbx::run(&command, profile, printer).await,
        Command::Consent(how) => account::consent(how, profile, printer).await,
        Command::Link(how) => account::link(how, profile, printer).await,
        Command::Unlink { yes } => account::unlink(yes, profile, printer).await,
        Command::Sync { watch } => sync::run(watch, profile, printer).await,
        Command::Backfill {
            from,
            to,
            dry_run,
            yes,
            cancel: _,
        } => {
            let approval = match (dry_run, yes) {
                (true, _) => backfill::Approval::Withheld,
                (false, true) => backfill::Approval::Given,
                (false, false) => backfill::Approval::Asked,
            };
            match (from, to) {
                (Some(from), Some(to)) => {
                    backfill::run(DaysAsked { from, to }, approval, profile, printer).await
                }
                // Both are there, unless it is to be cancelled.
                (_, None) | (None, _) => backfill::cancel(profile, printer).await,
            }
        }
        Command::Status => status::run(profile, printer),
        Command::Calls {
            search,
            state,
            limit,
            before,
        } => {
            let query = CallQuery {
                search,
                state: state.map(Into::into),
                limit: Some(limit),
                before,
                ..CallQuery::default()
            };
            calls::list(&query, profile, printer)
        }
        Command::Call { id, action } => calls::one(id, action.as_ref(), profile, printer).await,
        Command::Choices { action } => choices::run(action.as_ref(), profile, printer).await,
        Command::Records { text } => records::run(&text, profile, printer).await,
        Command::Doctor => doctor::run(profile, printer).await,
        Command::Demo => demo::run(printer).await,
        Command::Diagnostics(output) => diagnostics::run(&output, profile, printer),
        Command::Numbers(output) => numbers::run(&output, profile, printer).await,
    }
}

/// A result that could not be printed: the reader of a pipe has gone, or the disk behind it is full.
pub(crate) fn unprinted(error: io::Error) -> Problem {
    Problem::new(
        ProblemCode::NeedsPerson,
        format!("The result could not be printed: {error}."),
    )
}
