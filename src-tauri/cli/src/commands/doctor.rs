//! `doctor`.

use std::path::Path;

use ringlog_core::checkup::{Finding, Verdict};

use super::{Ended, unprinted};
use crate::exit::Exit;
use crate::print::{Printer, with_command};
use crate::session::Writing;

pub(super) async fn run(profile: Option<&Path>, printer: Printer) -> Ended {
    let mut writing = Writing::open(profile, printer).await?;
    let findings = writing.engine.examine().await?;
    printer
        .result(&findings, &words(&findings))
        .map_err(unprinted)?;
    let needs_person = findings
        .iter()
        .any(|finding| finding.verdict != Verdict::Ok);
    Ok(if needs_person {
        Exit::NeedsPerson
    } else {
        Exit::Done
    })
}

fn words(findings: &[Finding]) -> String {
    let mut words = String::new();
    for finding in findings {
        let mark = match finding.verdict {
            Verdict::Ok => "ok",
            Verdict::Attention => "attention",
            Verdict::Failed => "failed",
            Verdict::Skipped => "skipped",
        };
        let (name, found) = (finding.check.name(), &finding.finding);
        words.push_str(&format!("{mark:<9}  {name}: {found}\n"));
        if let Some(cure) = &finding.cure {
            let cure = with_command(cure, finding.command.as_deref());
            words.push_str(&format!("           Cure: {cure}\n"));
        }
    }
    words
}
