//! An office of simulated systems to try Ringlog against, by hand or by a test.
//!
//! `ringlog-simulator` opens the office, prints where its front desk is and the settings to make, and runs until it is
//! stopped; a morning on the telephone lies behind the person. With `--json` it prints that as one line of JSON, also ends
//! when its standard input does, and begins without a past unless `--morning` asks for one.
//! `ringlog-simulator demo PROGRAM` shows the tray app in an office of its own.
//! `ringlog-simulator visit URL` is the person's browser: it accepts what a sign-in page of the office asks.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal"
)]

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use jiff::Timestamp;
use ringlog_simulator::entra::browser::{Choice, is_sign_in_page, visit};
use ringlog_simulator::office::{
    ADMINISTRATOR, ADMINISTRATOR_EMAIL, EMAIL, Office, PASSWORD, PERSON,
};
use serde_json::json;
use url::Url;

const USAGE: &str = "usage: ringlog-simulator [--json] [--morning]
       ringlog-simulator demo PROGRAM [ARGUMENT ...]
       ringlog-simulator visit URL [--as person|administrator|deny|nobody]

RINGLOG_SIMULATED_BROWSER stands in for --as; each visited address is appended to the file that
RINGLOG_SIMULATED_BROWSER_LOG names.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match carry_out(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn carry_out(arguments: &[String]) -> io::Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["--morning"] => keep_office_for_people().await,
        ["--json"] => keep_office_for_programs(Past::None).await,
        ["--json", "--morning"] | ["--morning", "--json"] => {
            keep_office_for_programs(Past::Morning).await
        }
        ["demo", program, arguments @ ..] => show(program, arguments).await,
        ["visit", url] => {
            let who = std::env::var("RINGLOG_SIMULATED_BROWSER").ok();
            browse(url, who.as_deref()).await
        }
        ["visit", url, "--as", who] | ["visit", "--as", who, url] => browse(url, Some(who)).await,
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, USAGE)),
    }
}

/// What happened before the office opened.
#[derive(PartialEq, Eq)]
enum Past {
    None,
    Morning,
}

async fn keep_office_for_people() -> io::Result<()> {
    let office = Office::open(Arc::new(Timestamp::now)).await?;
    office.spend_a_morning(Timestamp::now());
    println!("An office is open. Its front desk, for your browser:");
    println!();
    println!("  {}", office.front_desk_server().origin());
    println!();
    println!("For another terminal, with a profile of its own:");
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

/// Runs the tray app in a new profile that knows the office's addresses, and closes the office when the app ends.
async fn show(program: &str, arguments: &[&str]) -> io::Result<()> {
    let office = Office::open(Arc::new(Timestamp::now)).await?;
    office.spend_a_morning(Timestamp::now());
    let front_desk = office.front_desk_server().origin();
    let profile = tempfile::tempdir()?;
    let settings: String = office
        .settings()
        .into_iter()
        .map(|(key, value)| format!("{key} = \"{value}\"\n"))
        .collect();
    std::fs::write(profile.path().join("settings.toml"), settings)?;
    println!(
        "Ringlog opens in demo mode: nothing of yours is touched, nothing leaves this computer."
    );
    println!("Its front desk makes calls and trouble: {front_desk}");
    println!("The PBX password of the demo: {PASSWORD}");
    let status = tokio::process::Command::new(program)
        .args(arguments)
        .arg("--profile")
        .arg(profile.path())
        .args(["--demo", &front_desk])
        .stdin(std::process::Stdio::null())
        .status()
        .await?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("{program} ended with {status}")))
    }
}

async fn keep_office_for_programs(past: Past) -> io::Result<()> {
    let office = Office::open(Arc::new(Timestamp::now)).await?;
    if past == Past::Morning {
        office.spend_a_morning(Timestamp::now());
    }
    let settings: serde_json::Map<_, _> = office
        .settings()
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect();
    let opened = json!({
        "front_desk": office.front_desk_server().origin(),
        "settings": settings,
        "password": PASSWORD,
        "person": EMAIL,
        "administrator": ADMINISTRATOR_EMAIL,
    });
    println!("{opened}");
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        ended = stdin_ended() => ended,
    }
}

/// Waits until whoever started this program is gone, or lets go of it.
async fn stdin_ended() -> io::Result<()> {
    let (tell, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let ended = io::copy(&mut io::stdin().lock(), &mut io::sink());
        // Whom it concerns may have been interrupted.
        let _interrupted = tell.send(ended.map(|_| ()));
    });
    told.await.map_err(io::Error::other)?
}

/// What a person's browser does with `url`; `who` sits in front of it.
async fn browse(url: &str, who: Option<&str>) -> io::Result<()> {
    if let Some(log) = std::env::var_os("RINGLOG_SIMULATED_BROWSER_LOG") {
        let mut log = std::fs::File::options()
            .append(true)
            .create(true)
            .open(log)?;
        log.write_all(format!("{url}\n").as_bytes())?;
    }
    let Some(url) = url.parse().ok().filter(is_sign_in_page) else {
        println!("{url} is no sign-in page of the office: not followed");
        return Ok(());
    };
    let page = visit(&url, choice(&url, who)?).await?;
    println!("{} {}", page.status, page.url);
    Ok(())
}

fn choice(url: &Url, who: Option<&str>) -> io::Result<Choice> {
    match who {
        // The administrator consents, the person signs in.
        None if url.path().ends_with("/adminconsent") => Ok(Choice::Approve(ADMINISTRATOR)),
        None | Some("person") => Ok(Choice::Approve(PERSON)),
        Some("administrator") => Ok(Choice::Approve(ADMINISTRATOR)),
        Some("deny") => Ok(Choice::Deny),
        Some("nobody") => Ok(Choice::WalkAway),
        Some(other) => {
            let unknown = format!("Nobody is called {other:?}.\n{USAGE}");
            Err(io::Error::new(io::ErrorKind::InvalidInput, unknown))
        }
    }
}
