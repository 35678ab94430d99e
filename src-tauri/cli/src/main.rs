//! `ringlogctl`: the same engine in a terminal.
//!
//! [`args`] is the command line, [`session`] opens a profile, [`commands`] do the work with the engine, [`print`](mod@print) and
//! [`progress`] show it, and [`exit`] is the status scripts see.

mod args;
mod commands;
mod demo;
mod exit;
mod print;
mod progress;
mod session;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Args;
use crate::exit::Exit;
use crate::print::Printer;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // `--help` and `--version` come this way, too, and are no mistakes.
            let _closed = error.print();
            return if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            }
            .into();
        }
    };
    let printer = Printer::new(args.json);
    if let Err(error) = ringlog_engine::core_dump::forbid() {
        printer.note(&format!(
            "ringlogctl: a crash may write its memory to the disk: {error}"
        ));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let ended = match runtime {
        Ok(runtime) => {
            let ended = runtime.block_on(commands::run(args, printer));
            // A keychain prompt that nobody answers must not keep the program.
            runtime.shutdown_background();
            ended
        }
        Err(error) => {
            printer.note(&format!("ringlogctl: cannot start: {error}"));
            return Exit::NeedsPerson.into();
        }
    };
    match ended {
        Ok(exit) => exit.into(),
        Err(problem) => {
            printer.problem(&problem);
            Exit::of(&problem).into()
        }
    }
}
