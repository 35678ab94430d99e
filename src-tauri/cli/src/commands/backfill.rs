//! `backfill`: shown first, logged once it is approved.

use std::io::{self, BufRead};
use std::path::Path;

use ringlog_core::backfill::Plan;
use ringlog_core::desktop::backfill::DaysAsked;
use ringlog_core::view::SyncReport;
use ringlog_engine::pass::Polling;
use ringlog_engine::problem::{Problem, ProblemCode};
use serde::Serialize;

use super::{Ended, problem_words, unprinted};
use crate::exit::Exit;
use crate::print::{self, Printer};
use crate::session::Writing;

/// Whether what is shown may be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Approval {
    /// No: it is only shown.
    Withheld,
    /// Yes, whatever it is.
    Given,
    /// The person says so once it is shown.
    Asked,
}

/// What the command came to, as a document.
#[derive(Serialize)]
struct Backfilled<'a> {
    plan: &'a Plan,
    /// It was approved, and the calls are taken on.
    is_approved: bool,
    /// The pass that logged them.
    sync: Option<SyncReport>,
}

pub(super) async fn run(
    asked: DaysAsked,
    approval: Approval,
    profile: Option<&Path>,
    printer: Printer,
) -> Ended {
    let mut writing = Writing::open(profile, printer).await?;
    let engine = &mut writing.engine;
    let days = engine.days(&asked)?;
    let plan = engine.look_back(days).await?;
    if approval == Approval::Withheld {
        printer
            .result(&plan, &print::plan(&plan))
            .map_err(unprinted)?;
        return Ok(Exit::Done);
    }
    printer.note(&print::plan(&plan));
    let count = plan.to_approve();
    let mut backfilled = Backfilled {
        plan: &plan,
        is_approved: false,
        sync: None,
    };
    if count == 0 {
        printer
            .result(&backfilled, "There is nothing to log.")
            .map_err(unprinted)?;
        return Ok(Exit::Done);
    }
    if approval == Approval::Asked && !is_approved(printer, count)? {
        printer
            .result(&backfilled, "Nothing was logged.")
            .map_err(unprinted)?;
        return Ok(Exit::NeedsPerson);
    }
    engine.approve_backfill(days).await?;
    let pass = engine.pass(Polling::WhenDue).await?;
    for problem in &pass.problems {
        printer.note(&problem_words(problem));
    }
    backfilled.is_approved = true;
    backfilled.sync = Some(pass.report);
    printer
        .result(&backfilled, &print::sync(&pass.report))
        .map_err(unprinted)?;
    Ok(match pass.problems.first() {
        Some(problem) => Exit::of(problem),
        None if pass.needs_person => Exit::NeedsPerson,
        None => Exit::Done,
    })
}

/// What the person answers; nobody there is no yes.
fn is_approved(printer: Printer, count: u64) -> Result<bool, Problem> {
    let noun = if count == 1 { "call" } else { "calls" };
    printer.note(&format!("Log {count} {noun}? Type yes, or use --yes: "));
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(|error| {
        let unread = format!("The answer could not be read ({error}): use --yes to approve.");
        Problem::new(ProblemCode::NeedsPerson, unread)
    })?;
    Ok(matches!(
        answer.trim().to_ascii_lowercase().as_str(),
        "y" | "yes"
    ))
}
