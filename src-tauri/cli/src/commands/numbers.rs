//! `numbers`: which numbers in Dynamics can never match a call.

use std::path::Path;

use ringlog_core::language::Locale;
use ringlog_core::number_health::NumberReport;
use ringlog_engine::number_health::{NumberReading, csv};
use ringlog_engine::saved_file::save;

use super::{Ended, unprinted};
use crate::args::Output;
use crate::exit::Exit;
use crate::print::Printer;
use crate::session::{Reading, ports};

pub(super) async fn run(output: &Output, profile: Option<&Path>, printer: Printer) -> Ended {
    output.check()?;
    let reading = Reading::open(profile)?;
    let settings = reading.effective()?.settings;
    let ledger = reading.ledger()?;
    let ports = ports(&reading.profile)?;
    let numbers = NumberReading::beside(&reading.profile, ledger.as_ref(), &settings, &ports)?;
    let told = |records: u64| printer.note(&format!("{records} records read"));
    let report = numbers.run(&told).await?;
    let mut words = words(&report);
    if let Some(path) = &output.output {
        save(
            path,
            &csv(&report, &Locale::english_utc()),
            output.existing(),
        )?;
        words.push_str(&format!("Saved in {}.\n", path.display()));
    }
    printer.result(&report, &words).map_err(unprinted)?;
    Ok(if report.faulty() > 0 {
        Exit::NeedsPerson
    } else {
        Exit::Done
    })
}

fn words(report: &NumberReport) -> String {
    let mut words = format!(
        "{} numbers of {} records looked at; {} can never match a call, or ask each time.\n",
        report.numbers,
        report.records,
        report.faulty()
    );
    for fault in &report.faults {
        words.push_str(&format!("{:>8}  {}\n", fault.count, fault.fault.phrase()));
    }
    if report.unlisted > 0 {
        words.push_str(&format!("{} of them are not listed.\n", report.unlisted));
    }
    if report.is_sharing_incomplete {
        words.push_str("There are too many numbers to compare all of them: some that are shared may be missing.\n");
    }
    words
}
