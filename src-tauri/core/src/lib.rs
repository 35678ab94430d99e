//! What Ringlog decides.
//!
//! This crate is pure: the same arguments give the same answer on any machine.
//! It holds no clock, reads no file, opens no connection and knows no Tauri; its manifest and its `.clippy.toml` keep it so.
//! `ringlog-engine` does what is decided here, and the app and `ringlogctl` show it.
//!
//! Read it along the way of one call: [`cdr`] is what the PBX says, [`normalize`] turns it into a [`call`] with a
//! [`phone`] number, [`contact_match`] finds whose number it is, [`phone_call`] composes the Dynamics record and
//! [`delivery`] says what happens to the call next and why.
//! What of all this is shown is in [`desktop`], and what is announced in [`notice`].
//! What a person asks for when something is wrong is in [`checkup`], [`number_health`] and [`diagnostics`].
//! One sign-in goes along [`account`], [`token`] and [`sign_in`].

pub mod account;
pub mod authority;
pub mod backfill;
pub mod call;
pub mod cdr;
pub mod checkup;
pub mod choice;
pub mod clock_span;
pub mod coexistence;
pub mod contact_match;
pub mod correction;
pub mod delivery;
pub mod desktop;
pub mod diagnostics;
pub mod fault;
pub mod language;
pub mod next_step;
pub mod normalize;
pub mod notice;
pub mod number_health;
pub mod organization;
pub mod phone;
pub mod phone_call;
pub mod phrase;
pub mod plain;
pub mod poller;
pub mod privilege;
pub mod reason;
pub mod settings;
pub mod sign_in;
pub mod status;
pub mod token;
pub mod view;
