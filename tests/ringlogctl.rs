//! What the real process promises: exit statuses, documents, locks, secrets, and what is left when it is killed.
//!
//! They need a keychain of their own: `cargo xtask test`, `cargo xtask windows`, or
//! `cargo xtask keychain cargo test -p ringlog-tests`.

mod acting_on_a_call;
mod customs_of_windows;
mod demo;
mod desk;
mod earlier_calls;
mod every_command_step_by_step;
mod killed_at_any_moment;
#[cfg(target_os = "linux")]
mod managed;
mod one_profile;
#[cfg(unix)]
mod private_files;
mod reports;
mod secrets_of_the_process;
mod terminal;
#[cfg(target_os = "linux")]
mod the_disk;
#[cfg(windows)]
mod the_whole_computer;
mod unattended;
mod wrong_input;
