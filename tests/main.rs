//! The promises, one file each.

#![cfg(test)]

mod logging_calls;
mod request_budget;
mod tidy;
