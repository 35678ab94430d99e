//! The promises, one file each.

#![cfg(test)]

mod a_lost_ledger;
mod a_lost_sign_in;
mod dropped_answers;
mod keychain_states;
mod linking_an_account;
mod logging_calls;
mod outages;
mod request_budget;
#[cfg(target_os = "linux")]
mod ringlogctl;
mod the_pbx_password;
mod tidy;
mod two_computers;
mod whose_calls;
