//! What a person asks for when something is wrong, kept until it is saved: exactly what was shown.

use std::path::PathBuf;

use jiff::Timestamp;
use ringlog_core::number_health::NumberReport;
use url::Url;

use super::Desk;
use crate::diagnostics::diagnostics;
use crate::number_health::csv;
use crate::problem::Problem;
use crate::saved_file::{downloads_directory, save_to_downloads};

/// What was shown last.
#[derive(Default)]
pub(super) struct Shown {
    numbers: Option<NumberReport>,
    diagnostics: Option<String>,
}

impl Desk {
    /// Keeps a report, so that its records can be opened and all of it saved.
    pub fn keep_numbers(&self, report: NumberReport) {
        self.shown().numbers = Some(report);
    }

    /// Saves the report that was shown as CSV in the folder for downloads.
    ///
    /// # Errors
    /// When it cannot be saved, or none was shown.
    pub fn save_numbers(&self, now: Timestamp) -> Result<PathBuf, Problem> {
        let locale = self.locale();
        let content = self
            .shown()
            .numbers
            .as_ref()
            .map(|report| csv(report, &locale))
            .ok_or_else(Problem::nothing_to_save)?;
        self.save("Ringlog numbers", "csv", now, &content)
    }

    /// The text for support.
    ///
    /// # Errors
    /// When the ledger opens but cannot be read.
    pub fn diagnostics(&self, now: Timestamp) -> Result<String, Problem> {
        let (effective, warnings) = self.settings_if_readable();
        let text = diagnostics(self.profile(), &effective, warnings, now)?;
        self.shown().diagnostics = Some(text.clone());
        Ok(text)
    }

    /// Saves the text for support that was shown in the folder for downloads.
    ///
    /// # Errors
    /// When it cannot be saved, or none was shown.
    pub fn save_diagnostics(&self, now: Timestamp) -> Result<PathBuf, Problem> {
        let text = self
            .shown()
            .diagnostics
            .clone()
            .ok_or_else(Problem::nothing_to_save)?;
        self.save("Ringlog diagnostics", "txt", now, text.as_bytes())
    }

    /// Where the record of a number in the report that was shown stands in Dynamics.
    pub(super) fn number_address(&self, row: usize) -> Option<Url> {
        let shown = self.shown();
        Some(shown.numbers.as_ref()?.rows.get(row)?.address.clone())
    }

    /// The folder files are saved in.
    pub(super) fn downloads_address() -> Option<Url> {
        Url::from_directory_path(downloads_directory()?).ok()
    }

    fn save(
        &self,
        name: &str,
        extension: &str,
        now: Timestamp,
        content: &[u8],
    ) -> Result<PathBuf, Problem> {
        let day = now.to_zoned(self.time_zone()).date();
        save_to_downloads(name, extension, day, content)
    }
}
