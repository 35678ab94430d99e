//! `cargo xtask bench`: how fast and how light Ringlog is, beside what it is compared with, in one run.
//!
//! `ringlog-bench DIRECTORY` prints the table in Markdown, and keeps it in `DIRECTORY` with the pictures of how cost grows;
//! the names of parts may follow.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a measurement that cannot be made ends the program, and its figures are far from any limit"
)]

mod backlog;
#[cfg(target_os = "linux")]
mod desktop;
mod growth;
mod large_ledger;
mod machine;
mod network;
mod office;
mod one_by_one;
mod one_call;
mod plot;
mod reading;
mod sample;
mod table;
mod workstations;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use plot::Plot;
use table::Line;

/// The same day of ten thousand workstations every time.
const SEED: u64 = 6;

/// The parts, in the order in which they are measured.
const PARTS: [&str; 6] = [
    "desktop",
    "call",
    "backlog",
    "history",
    "ledger",
    "workstations",
];

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (results, parts) = match words.as_slice() {
        [results] => (results, PARTS.as_slice()),
        [results, parts @ ..] if parts.iter().all(|part| PARTS.contains(part)) => (results, parts),
        _ => {
            eprintln!("usage: ringlog-bench DIRECTORY [{}] ...", PARTS.join("|"));
            return ExitCode::from(2);
        }
    };
    match measure(Path::new(results), parts).await {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("ringlog-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures these parts, draws what can be drawn, and gives the table and what stands beside it.
async fn measure(results: &Path, parts: &[&str]) -> Result<String, Box<dyn Error>> {
    std::fs::create_dir_all(results)?;
    let began = Instant::now();
    let mut lines: Vec<Line> = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    let mut plots: Vec<Plot> = Vec::new();
    for part in parts {
        eprintln!("   {:4.0} s  {part}", began.elapsed().as_secs_f64());
        match *part {
            #[cfg(target_os = "linux")]
            "desktop" => {
                let measured = desktop::measure().await?;
                lines.extend(measured.lines);
                notes.extend(measured.notes);
            }
            "call" => {
                lines.extend(one_call::lines().await);
                plots.push(growth::of_contacts().await);
                plots.push(growth::of_columns().await);
            }
            "backlog" => {
                lines.extend(backlog::lines().await);
                plots.push(growth::of_due_calls().await);
            }
            "history" => lines.push(reading::line().await),
            "ledger" => {
                let ledgers = large_ledger::measure().await;
                lines.extend(large_ledger::lines(&ledgers));
                plots.push(growth::of_ledgers(&ledgers));
            }
            "workstations" => {
                let day = workstations::day(SEED);
                notes.push(day.words(reading::page_bytes().await));
                plots.push(growth::of_a_day(&day));
            }
            other => return Err(format!("{other} is measured on Linux only").into()),
        }
    }
    for plot in plots {
        plot.draw(results)?;
    }
    eprintln!("   {:4.0} s  done", began.elapsed().as_secs_f64());
    let notes: String = notes.iter().map(|note| format!("\n- {note}")).collect();
    let report = format!("{}\n{}{notes}\n", machine::words(), table::markdown(&lines));
    std::fs::write(results.join("report.md"), &report)?;
    Ok(report)
}
