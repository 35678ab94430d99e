//! Secrets in the operating system's keychain, or in memory for the demo and for tests.
//!
//! Both keep a secret in [`entries`] no larger than Windows allows; a new secret replaces the old one only once it is
//! whole. Nothing here logs or prints what it keeps.

pub mod memory;
pub mod system;

mod entries;

pub use memory::MemoryKeychain;
pub use system::OsKeychain;
