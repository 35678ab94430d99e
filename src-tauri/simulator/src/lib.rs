//! Vodia PBX, Entra ID and Dataverse on loopback.
//!
//! Each system is a value with a `handle` function, and [`server`] puts any of them behind a socket; they hold their
//! state in memory, can be asked what they hold, and can be told to misbehave ([`misbehaviour`]).
//! [`office`] is all three of them for one person.
//! They refuse what the real systems refuse, as far as their documentation tells.

pub mod dataverse;
pub mod entra;
pub mod misbehaviour;
pub mod office;
mod page;
pub mod server;
pub mod vodia;
