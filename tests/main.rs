//! The promises, one file each.

#![cfg(test)]

mod a_backlog;
mod a_colleague_in_between;
mod a_lost_ledger;
mod a_lost_sign_in;
mod a_real_oauth_server;
mod a_stale_sign_in;
mod already_logged;
mod another_organization;
mod asking_the_engine;
mod backfilling;
mod bad_input;
mod blaming_no_call;
mod choosing;
mod clock_changes;
mod correcting;
mod dropped_answers;
mod event_loop;
mod finding_the_contact;
mod hostile_systems;
mod hostile_texts;
mod keychain_states;
mod linking_an_account;
mod logging_calls;
mod numbers_that_never_match;
mod outages;
mod policy_template;
mod request_budget;
#[cfg(any(target_os = "linux", windows))]
mod ringlogctl;
mod said_meanwhile;
mod secrets_stay_secret;
mod simulated_worlds;
mod supply_chain;
mod taking_back;
mod the_doctor;
mod the_front_desk;
mod the_light;
mod the_pbx_password;
mod the_text_for_support;
mod the_threat_model;
mod tidy;
mod two_computers;
mod what_is_logged;
mod what_the_pbx_keeps_back;
mod where_secrets_go;
mod while_it_runs;
mod whose_calls;
