//! How far a long work is, on a line of its own in a terminal; and Ctrl+C, which ends the work.

use std::future::Future;
use std::io::{self, IsTerminal, Write};
use std::pin::{Pin, pin};

use ringlog_core::desktop::facts::Doing;
use ringlog_engine::engine::Engine;
use ringlog_engine::event_loop::Update;
use tokio::sync::mpsc::{self, UnboundedReceiver};

/// Shows how far the engine's work is, and ends it when the person presses Ctrl+C.
pub(crate) struct Progress {
    updates: UnboundedReceiver<Update>,
    interrupted: Pin<Box<dyn Future<Output = ()>>>,
    line: Line,
}

impl Progress {
    /// The progress of whatever `engine` does from now on.
    pub(crate) fn of(engine: &mut Engine) -> Self {
        let (updates, outbox) = mpsc::unbounded_channel();
        engine.report_to(updates);
        Self {
            updates: outbox,
            interrupted: Box::pin(interrupted()),
            line: Line::of_stderr(),
        }
    }

    /// Says what is done now.
    pub(crate) fn show(&mut self, words: &str) {
        self.line.show(words);
    }

    /// Does `work`, and forgets its progress; `None` if the person ended it, after which nothing more may be done here.
    pub(crate) async fn until_interrupted<T>(
        &mut self,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let mut work = pin!(work);
        let done = loop {
            tokio::select! {
                biased;
                () = &mut self.interrupted => break None,
                done = &mut work => break Some(done),
                Some(update) = self.updates.recv() => {
                    if let Some(words) = words(&update) {
                        self.line.show(&words);
                    }
                }
            }
        };
        self.line.show("");
        done
    }
}

/// Ends when the person presses Ctrl+C.
pub(crate) async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn words(update: &Update) -> Option<String> {
    let Update::Doing(doing) = update else {
        return None;
    };
    match doing {
        Doing::LookingBack { records } => {
            Some(format!("Reading the PBX's history: {records} records"))
        }
        Doing::CatchingUp { done, total } => Some(format!("Logging: {done} of {total} calls")),
        Doing::Nothing | Doing::Syncing | Doing::InBrowser { .. } => None,
    }
}

/// The last line of a terminal, written over and over; nothing where stderr is none.
struct Line {
    is_terminal: bool,
    /// Characters that stand there.
    length: usize,
}

impl Line {
    fn of_stderr() -> Self {
        Self {
            is_terminal: io::stderr().is_terminal(),
            length: 0,
        }
    }

    fn show(&mut self, words: &str) {
        if self.is_terminal && (self.length > 0 || !words.is_empty()) {
            let text = self.over(words);
            let mut stderr = io::stderr().lock();
            // A closed stderr must not stop the work.
            let _closed = stderr
                .write_all(text.as_bytes())
                .and_then(|()| stderr.flush());
        }
    }

    /// What writes `words` over what stands there; no words leave the line to others.
    fn over(&mut self, words: &str) -> String {
        let before = std::mem::replace(&mut self.length, words.chars().count());
        let rest = before.saturating_sub(self.length);
        let blank = format!("{:rest$}", "");
        if words.is_empty() {
            format!("\r{blank}\r")
        } else {
            format!("\r{words}{blank}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_on_how_far_it_is_replaces_the_one_before_and_the_last_leaves_nothing() {
        let mut line = Line {
            is_terminal: true,
            length: 0,
        };
        assert_eq!(line.over("100 of 250"), "\r100 of 250");
        assert_eq!(line.over("1 of 2"), "\r1 of 2    ");
        assert_eq!(line.over(""), "\r      \r");
    }
}
