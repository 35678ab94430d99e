//! The PBX: sources of finished calls behind [`crate::ports::CallSource`].
//!
//! A second kind of PBX goes beside [`vodia`].

pub mod vodia;
