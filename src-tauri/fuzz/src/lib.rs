//! What comes in from outside, as bytes: one function for each way in, with what must hold whatever the bytes are.
//!
//! The same functions run under cargo-fuzz (`cargo xtask fuzz`) and, over the kept corpora and what can be made of
//! them, in every test run. Each panics where a promise is broken, and does nothing else.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what cannot be set up, and what does not hold, is for whoever runs it to see"
)]

mod dynamics;
mod files;
mod pbx;
mod sign_in;
mod surroundings;

pub use dynamics::batch;
pub use files::{policy_file, property_list, settings_file};
pub use pbx::{pbx_history, pbx_login};
pub use sign_in::{challenge, redirect, token_answer};

/// A way in.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name: that of its corpus and of its function.
    pub name: &'static str,
    /// Takes in bytes.
    pub take_in: fn(&[u8]),
}

/// Every way in.
pub const TARGETS: [Target; 9] = [
    target("batch", batch),
    target("challenge", challenge),
    target("pbx_history", pbx_history),
    target("pbx_login", pbx_login),
    target("policy_file", policy_file),
    target("property_list", property_list),
    target("redirect", redirect),
    target("settings_file", settings_file),
    target("token_answer", token_answer),
];

/// Which way in the fuzzer's program takes: the name of a target, set by `cargo xtask fuzz`.
pub const CHOICE: &str = "RINGLOG_FUZZ";

/// The target that was chosen.
///
/// # Panics
/// When [`CHOICE`] names none.
#[must_use]
pub fn chosen() -> Target {
    let name = std::env::var(CHOICE).unwrap_or_default();
    let named = TARGETS.into_iter().find(|target| target.name == name);
    named.expect("RINGLOG_FUZZ is the name of a target")
}

const fn target(name: &'static str, take_in: fn(&[u8])) -> Target {
    Target { name, take_in }
}
