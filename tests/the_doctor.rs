//! The doctor finds each fault of the troubleshooting list, and names its cure: in a sentence, for the terminal and for
//! the window. The table of them in the documentation is written from what it says here.

mod calls;
mod faults;
mod networks;

use std::path::PathBuf;

use ringlog_core::checkup::{Check, Finding, Verdict, surroundings};
use ringlog_core::desktop::Cure;
use ringlog_core::desktop::help::FindingLine;
use ringlog_core::language::Locale;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::World;

use self::faults::{Fault, STAGED};

/// Set to have the table of the documentation written anew.
const WRITE: &str = "RINGLOG_WRITE_DOCS";
/// Where the table begins in the documentation.
const HEADING: &str = "| what is wrong | check | cure | in the terminal | in the window |";

#[tokio::test]
async fn a_healthy_office_has_no_finding() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(10)));
    computer.set("notifications.logged", "off");
    computer.sync().await;

    let findings = computer.engine.examine().await.unwrap();

    let found: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.verdict != Verdict::Ok)
        .collect();
    assert!(found.is_empty(), "{found:#?}");
    let mut checks: Vec<Check> = findings.iter().map(|finding| finding.check).collect();
    checks.dedup();
    assert_eq!(checks.len(), findings.len(), "each check once: {checks:?}");
}

#[tokio::test]
async fn every_staged_fault_is_found_and_its_cure_is_named() {
    let mut wrong = Vec::new();
    for fault in STAGED {
        let findings = (fault.stage)().await;
        if let Err(difference) = fits(fault, &findings) {
            wrong.push(format!("{}: {difference}", fault.title));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn fits(fault: &Fault, findings: &[Finding]) -> Result<(), String> {
    let finding = of(fault, findings);
    let line = FindingLine::of(finding, &Locale::english_utc());
    let cure = line.cure.clone().unwrap_or_default();
    let command = finding.command.clone().unwrap_or_default();
    let is_right = finding.verdict == fault.verdict
        && line.finding.contains(fault.found)
        && cure.contains(fault.cure)
        && command.starts_with(fault.command.unwrap_or_default())
        && command.is_empty() == fault.command.is_none()
        && line.press == fault.press;
    if is_right {
        Ok(())
    } else {
        Err(format!("{line:#?}\n{command}"))
    }
}

fn of<'a>(fault: &Fault, findings: &'a [Finding]) -> &'a Finding {
    findings
        .iter()
        .find(|finding| finding.check == fault.check)
        .unwrap()
}

#[tokio::test]
async fn the_documented_table_is_what_the_doctor_says() {
    let mut rows = Vec::new();
    for fault in STAGED {
        let findings = (fault.stage)().await;
        rows.push(row(fault.title, of(fault, &findings)));
    }
    let nearly_full = surroundings::profile(Ok(()), Some(0));
    rows.push(row("The disk is nearly full", &nearly_full));
    let table = format!(
        "{HEADING}\n| --- | --- | --- | --- | --- |\n{}\n",
        rows.join("\n")
    );

    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/docs/troubleshooting.md");
    let kept = std::fs::read_to_string(&path)
        .unwrap()
        .replace("\r\n", "\n");
    let (before, _) = kept.split_once(HEADING).unwrap();
    let fresh = format!("{before}{table}");
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, &fresh).unwrap();
    } else {
        assert_eq!(kept, fresh, "write it anew with {WRITE}=1");
    }
}

fn row(title: &str, finding: &Finding) -> String {
    let line = FindingLine::of(finding, &Locale::english_utc());
    let command = finding.command.as_deref();
    let command = command.map_or_else(String::new, |command| format!("`{command}`"));
    let press = line.press.map_or("", words);
    let cure = line.cure.unwrap_or_default();
    format!("| {title} | {} | {cure} | {command} | {press} |", line.name)
}

/// The words of the button in the window.
fn words(cure: Cure) -> &'static str {
    match cure {
        Cure::GrantConsent => "Grant admin consent",
        Cure::Link => "Link account",
        Cure::LogInToPbx => "Log in to the PBX",
        Cure::OpenSettings => "Open settings",
        Cure::OpenNeedsYou => "Show these calls",
        Cure::OpenFailed => "Show failed calls",
        Cure::SyncNow => "Sync now",
        Cure::OpenWaiting => "Show waiting calls",
        Cure::CheckNumbers => "Check the numbers",
    }
}
