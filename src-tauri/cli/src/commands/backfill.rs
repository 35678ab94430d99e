//! `backfill`: shown first, logged once it is approved, ended where the person says so.

use std::io::{self, BufRead};
use std::path::Path;

use ringlog_core::backfill::{Plan, Written};
use ringlog_core::desktop::backfill::DaysAsked;
use ringlog_core::view::SyncReport;
use ringlog_engine::pass::{Pass, Polling};
use ringlog_engine::problem::{Problem, ProblemCode};
use serde::Serialize;

use super::{Ended, problem_words, sync, unprinted};
use crate::exit::Exit;
use crate::print::{Printer, backfill as words, counted};
use crate::progress::Progress;
use crate::session::Writing;

/// What becomes of that which is approved and not logged.
const GOES_ON: &str = "What is logged stays, and the rest goes on when Ringlog runs next; `ringlogctl backfill --cancel` \
     ends it.";

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
    /// What has become of them so far.
    written: Option<Written>,
    /// The pass that logged them, if it came to its end.
    sync: Option<SyncReport>,
}

/// What ending came to, as a document.
#[derive(Serialize)]
struct Cancelled {
    /// There was something to end.
    is_cancelled: bool,
    /// Calls that are left out by that.
    left_out: usize,
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
    let mut progress = Progress::of(engine);
    let looked = progress.until_interrupted(engine.look_back(days)).await;
    let plan = looked.unwrap_or_else(|| Err(Problem::cancelled()))?;
    if approval == Approval::Withheld {
        printer
            .result(&plan, &words::plan(&plan))
            .map_err(unprinted)?;
        return Ok(Exit::Done);
    }
    printer.note(&words::plan(&plan));
    let count = plan.to_approve();
    let mut backfilled = Backfilled {
        plan: &plan,
        is_approved: false,
        written: None,
        sync: None,
    };
    if count == 0 {
        printer
            .result(&backfilled, "There is nothing to log.")
            .map_err(unprinted)?;
        return Ok(Exit::Done);
    }
    let is_approved =
        approval == Approval::Given || is_approved(printer, count, &mut progress).await?;
    let approved = if is_approved {
        let kept = progress.until_interrupted(engine.approve_backfill(days));
        kept.await.transpose()?
    } else {
        None
    };
    let Some(backfill) = approved else {
        printer
            .result(&backfilled, "Nothing was logged.")
            .map_err(unprinted)?;
        return Ok(Exit::NeedsPerson);
    };
    progress.show(&format!("Logging {}", counted(count, "call")));
    let passed = progress.until_interrupted(engine.pass(Polling::WhenDue));
    let passed = passed.await.transpose();
    for problem in passed.iter().flatten().flat_map(|pass| &pass.problems) {
        printer.note(&problem_words(problem));
    }
    let is_under_way = engine.ledger().backfill_under_way()?.is_some();
    if is_under_way {
        printer.note(GOES_ON);
    }
    let pass = passed?;
    let written = engine.ledger().written_by_backfill(backfill)?;
    backfilled.is_approved = true;
    backfilled.written = Some(written);
    backfilled.sync = pass.as_ref().map(|pass| pass.report);
    printer
        .result(&backfilled, &words::written(&written, plan.totals.known))
        .map_err(unprinted)?;
    Ok(exit_of(pass.as_ref(), is_under_way))
}

/// Ends what was approved and is not through.
pub(super) async fn cancel(profile: Option<&Path>, printer: Printer) -> Ended {
    let mut writing = Writing::open(profile, printer).await?;
    let is_cancelled = writing.engine.ledger().backfill_under_way()?.is_some();
    let left_out = writing.engine.end_backfills()?;
    let words = if is_cancelled {
        format!("Cancelled. Left out {left_out}; what is logged stays.")
    } else {
        "No earlier calls are being logged.".to_owned()
    };
    let cancelled = Cancelled {
        is_cancelled,
        left_out,
    };
    printer.result(&cancelled, &words).map_err(unprinted)?;
    Ok(Exit::Done)
}

/// A pass the person ended leaves something to do, if anything is left.
fn exit_of(pass: Option<&Pass>, is_under_way: bool) -> Exit {
    match pass {
        Some(pass) => sync::exit_of(pass),
        None if is_under_way => Exit::NeedsPerson,
        None => Exit::Done,
    }
}

/// What the person answers; nobody there is no yes, and neither is Ctrl+C.
async fn is_approved(
    printer: Printer,
    count: u64,
    progress: &mut Progress,
) -> Result<bool, Problem> {
    let calls = counted(count, "call");
    printer.note(&format!("Log {calls}? Type yes, or use --yes: "));
    let typed = tokio::task::spawn_blocking(|| {
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        Ok(answer)
    });
    let Some(typed) = progress.until_interrupted(typed).await else {
        return Ok(false);
    };
    let answer = typed.map_err(io::Error::other).flatten().map_err(|error| {
        let unread = format!("The answer could not be read ({error}): use --yes to approve.");
        Problem::new(ProblemCode::NeedsPerson, unread)
    })?;
    Ok(matches!(
        answer.trim().to_ascii_lowercase().as_str(),
        "y" | "yes"
    ))
}
