//! The app as a person has it: a process, an icon in the tray, a window, notifications – on a real desktop.
//!
//! Each test needs a desktop of its own, so `cargo test` alone leaves it out and says so. `cargo xtask test` runs them
//! all; one by one they run with `cargo build -p ringlog`, `cargo build -p ringlog-cli -p ringlog-simulator` and
//! `cargo xtask desktop cargo test -p ringlog-tests --test desktop -- --ignored --test-threads=1 NAME`.

#![cfg(test)]
#![cfg(target_os = "linux")]

mod a_lost_sign_in;
mod corrections;
mod earlier_calls;
mod first_run;
mod pausing;
mod pictures;
mod questions;
mod reports;
mod second_start;
mod starting_and_quitting;
mod the_desktop_itself;
mod the_page;
mod the_window;
mod unlinking;
mod waiting_calls;
