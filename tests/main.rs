//! The promises, one file each.

#![cfg(test)]

mod tidy;
