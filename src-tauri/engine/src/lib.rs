//! What Ringlog does with what `ringlog-core` decides.
//!
//! HTTP ([`http`]), the PBX ([`pbx`]), Microsoft's sign-in ([`oauth`]), the keychain ([`keychain`]), the ledger
//! ([`ledger`]), Dynamics ([`dynamics`]), settings and profile ([`config`], [`profile`]).
//! There is no Tauri here; whatever the engine needs from its surroundings is a trait of [`ports`].

pub mod config;
pub mod dynamics;
pub mod http;
pub mod keychain;
pub mod ledger;
pub mod pbx;
pub mod oauth;
pub mod ports;
pub mod profile;
pub mod telemetry;
