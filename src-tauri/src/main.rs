//! Starts the tray application.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use clap::Parser as _;
use ringlog_app::arguments::Arguments;

fn main() -> ExitCode {
    match ringlog_app::app::run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        #[expect(
            clippy::print_stderr,
            reason = "there is no window to say it in: the app did not start"
        )]
        Err(error) => {
            eprintln!("Ringlog did not start: {error}");
            ringlog_app::app::tell_why_not_started(&error);
            ExitCode::FAILURE
        }
    }
}
