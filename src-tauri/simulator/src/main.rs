//! An office of simulated systems to try Ringlog against by hand.
//!
//! `ringlog-simulator` opens the office, prints the settings to make and runs until it is stopped.
//! `ringlog-simulator visit URL` is the person's browser: it accepts what the page at `URL` asks.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::io;
use std::sync::Arc;

use jiff::Timestamp;
use ringlog_simulator::entra::browser::{Choice, visit};
use ringlog_simulator::office::{ADMINISTRATOR, Office, PASSWORD, PERSON};

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] => keep_office().await,
        ["visit", url] => accept(url).await,
        _ => Err(io::Error::other("usage: ringlog-simulator [visit URL]")),
    }
}

async fn keep_office() -> io::Result<()> {
    let office = Office::open(Arc::new(Timestamp::now)).await?;
    office.spend_a_morning(Timestamp::now());
    println!("An office is open. In another terminal, with a profile of its own:");
    println!();
    println!("  export RINGLOG_PROFILE=$(mktemp -d) BROWSER=\"ringlog-simulator visit\"");
    for (key, value) in office.settings() {
        println!("  ringlogctl config set {key} {value}");
    }
    println!("  echo '{PASSWORD}' | ringlogctl pbx login");
    println!("  ringlogctl consent && ringlogctl link && ringlogctl sync && ringlogctl calls");
    println!();
    println!("Ctrl+C closes it.");
    tokio::signal::ctrl_c().await
}

/// The administrator consents, the person signs in.
async fn accept(url: &str) -> io::Result<()> {
    let url: url::Url = url.parse().map_err(io::Error::other)?;
    let who = if url.path().ends_with("/adminconsent") {
        ADMINISTRATOR
    } else {
        PERSON
    };
    let page = visit(&url, Choice::Approve(who)).await?;
    println!("{} {}", page.status, page.url);
    Ok(())
}
