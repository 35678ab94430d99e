//! The promises, one file each.

#![cfg(test)]

mod dropped_answers;
mod logging_calls;
mod request_budget;
mod tidy;
