//! The promises, one file each.

#![cfg(test)]

mod request_budget;
mod tidy;
