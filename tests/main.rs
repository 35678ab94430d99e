//! The promises, one file each.

#![cfg(test)]

#[cfg(target_os = "linux")]
mod ringlogctl;
mod tidy;
