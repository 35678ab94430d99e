//! What Ringlog does with what `ringlog-core` decides.
//!
//! HTTP ([`http`]), the PBX ([`pbx`]), Microsoft's sign-in ([`oauth`]), the keychain ([`keychain`]), the ledger
//! ([`ledger`]), Dynamics ([`dynamics`]), settings and profile ([`config`], [`profile`]).
//! [`engine`] holds them together: [`pass`] is what it does over and over, [`linking`] and [`doctor`] what it does when
//! asked, and [`event_loop`] decides when; [`number_health`] reads beside it.
//! There is no Tauri here; whatever the engine needs from its surroundings is a trait of [`ports`].

mod acting;
mod announcing;
pub mod browser;
pub mod config;
pub mod core_dump;
mod correcting;
pub mod desk;
pub mod diagnostics;
pub mod doctor;
pub mod dynamics;
pub mod engine;
pub mod event_loop;
mod facts;
pub mod first_run;
pub mod http;
pub mod keychain;
pub mod ledger;
pub mod linking;
pub mod number_health;
pub mod oauth;
pub mod pass;
pub mod pbx;
pub mod ports;
pub mod problem;
pub mod profile;
pub mod request;
pub mod saved_file;
pub mod status;
pub mod telemetry;

pub use secrecy::SecretString as Secret;
pub use url::Url;
