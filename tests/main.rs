//! The promises, one file each.

#![cfg(test)]

mod a_lost_ledger;
mod dropped_answers;
mod keychain_states;
mod logging_calls;
mod request_budget;
mod tidy;
mod two_computers;
