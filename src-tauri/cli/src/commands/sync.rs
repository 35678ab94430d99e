//! `sync` and `sync --watch`.

use std::path::Path;

use ringlog_core::view::SyncReport;
use ringlog_engine::engine::Engine;
use ringlog_engine::event_loop::{self, Event, Update};
use ringlog_engine::pass::{Pass, Polling};
use ringlog_engine::problem::Problem;
use tokio::sync::mpsc;

use super::{Ended, unprinted};
use crate::exit::Exit;
use crate::print::{self, Printer};
use crate::progress::interrupted;
use crate::session::Writing;

pub(super) async fn run(watch: bool, profile: Option<&Path>, printer: Printer) -> Ended {
    let mut writing = Writing::open(profile, printer).await?;
    if watch {
        return watch_calls(&mut writing.engine, printer).await;
    }
    // Who asks to look now is through with a pause.
    writing.engine.end_pause()?;
    let pass = writing.engine.pass(Polling::Now).await?;
    for problem in &pass.problems {
        printer.note(&problem_words(problem));
    }
    printer
        .result(&pass.report, &print::sync(&pass.report))
        .map_err(unprinted)?;
    Ok(exit_of(&pass))
}

/// Goes on until Ctrl+C; each pass that did something is one line or document.
async fn watch_calls(engine: &mut Engine, printer: Printer) -> Ended {
    let (events, inbox) = mpsc::unbounded_channel();
    let (updates, mut outbox) = mpsc::unbounded_channel();
    let stopper = async move {
        interrupted().await;
        // The loop has ended by itself if nobody hears this.
        let _ended = events.send(Event::Stop);
        std::future::pending::<()>().await;
    };
    let shower = async {
        let mut told = Vec::new();
        while let Some(update) = outbox.recv().await {
            let (report, problems) = match update {
                Update::Passed(pass) => (pass.report, pass.problems),
                Update::Failed(problem) => (SyncReport::default(), vec![problem]),
                Update::Doing(_) | Update::Changed | Update::Noted(_) | Update::Announced(_) => {
                    continue;
                }
            };
            if problems != told {
                for problem in &problems {
                    printer.note(&problem_words(problem));
                }
                told = problems;
            }
            if report.new + report.logged > 0 {
                printer
                    .result(&report, &print::sync(&report))
                    .map_err(unprinted)?;
            }
        }
        std::future::pending::<Result<(), Problem>>().await
    };
    tokio::select! {
        () = event_loop::run(engine, inbox, updates) => {}
        shown = shower => shown?,
        () = stopper => {}
    }
    Ok(Exit::Done)
}

pub(crate) fn problem_words(problem: &Problem) -> String {
    print::sentences(problem).join(" ")
}

/// The first problem decides; without one, calls that need a person do.
pub(super) fn exit_of(pass: &Pass) -> Exit {
    match pass.problems.first() {
        Some(problem) => Exit::of(problem),
        None if pass.needs_person => Exit::NeedsPerson,
        None => Exit::Done,
    }
}
