//! Starts the tray application.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    match ringlog_app::app::run() {
        Ok(()) => ExitCode::SUCCESS,
        #[expect(
            clippy::print_stderr,
            reason = "there is no window to say it in: the app did not start"
        )]
        Err(error) => {
            eprintln!("Ringlog did not start: {error}");
            ExitCode::FAILURE
        }
    }
}
