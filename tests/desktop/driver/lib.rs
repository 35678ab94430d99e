//! A person at a desktop: starts the app, uses tray, window and notifications, and sees what is on the screen.
//!
//! It needs a desktop of its own, which `cargo xtask desktop COMMAND` makes.

#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a desktop that does not do its part fails whoever drives it"
)]

pub mod keychain;
pub mod notifications;
pub mod processes;
pub mod screen;
pub mod session;
pub mod tray;
pub mod window;
