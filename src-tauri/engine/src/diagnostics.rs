//! Gathers what the text for support is made of, beside a running Ringlog: nothing is asked and nothing changed.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use hmac::{Hmac, Mac};
use jiff::Timestamp;
use ringlog_core::diagnostics::{CALLS_MAX, Evidence, Kind, Known, LOG_LINES_MAX, text};
use ringlog_core::phrase::Phrase;
use ringlog_core::settings::Settings;
use ringlog_core::settings::layers::Effective;
use sha2::Sha256;

use crate::ledger::{Ledger, LedgerError};
use crate::problem::Problem;
use crate::profile::Profile;
use crate::status::status;

/// Enough for the lines that are shown, however long they are.
const LOG_BYTES_MAX: u64 = 512 * 1024;
/// So many digits of base sixteen tell a million values apart.
const DIGEST_BYTES: usize = 5;

/// The text for support about a profile (spec H3).
///
/// A ledger that does not open is no reason to say nothing: the text then says why.
///
/// # Errors
/// When the ledger opens but cannot be read.
pub fn diagnostics(
    profile: &Profile,
    effective: &Effective,
    mut warnings: Vec<Phrase>,
    now: Timestamp,
) -> Result<String, Problem> {
    let ledger = Ledger::open_read_only(&profile.ledger_file()).unwrap_or_else(|error| {
        warnings.push(error.phrase());
        None
    });
    let ledger = ledger.as_ref();
    let key = ledger.map(Ledger::stand_in_key).transpose()?;
    if key.is_none() {
        warnings.push(Phrase::new("diagnostics-without-key"));
    }
    let evidence = evidence(profile, effective, warnings, ledger, now)?;
    Ok(text(&evidence, &|value| digest(key.as_deref(), value)))
}

fn evidence(
    profile: &Profile,
    effective: &Effective,
    warnings: Vec<Phrase>,
    ledger: Option<&Ledger>,
    now: Timestamp,
) -> Result<Evidence, LedgerError> {
    let settings = &effective.settings;
    let mut known = of_settings(settings);
    known.extend(of_computer());
    known.extend(of(ledger, Ledger::known_values)?);
    let progress = match (ledger, settings.pbx.source(), &settings.pbx.extension) {
        (Some(ledger), Some(source), Some(extension)) => ledger.progress(&source, extension)?,
        (None | Some(_), _, _) => Default::default(),
    };
    let gaps = of(ledger, |ledger| ledger.gaps(Timestamp::MIN))?;
    Ok(Evidence {
        made_at: now,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        effective: effective.clone(),
        warnings,
        status: status(ledger, settings, now)?,
        progress,
        gaps: gaps.into_iter().map(|noticed| noticed.gap).collect(),
        reasons: of(ledger, |ledger| ledger.reasons_since(Timestamp::MIN))?,
        calls: of(ledger, |ledger| ledger.call_evidence(CALLS_MAX))?,
        log: log(&profile.logs_directory()),
        known,
    })
}

fn of<T>(
    ledger: Option<&Ledger>,
    read: impl FnOnce(&Ledger) -> Result<Vec<T>, LedgerError>,
) -> Result<Vec<T>, LedgerError> {
    ledger.map_or_else(|| Ok(Vec::new()), read)
}

/// What nobody can find out without the key, not even by trying every phone number.
fn digest(key: Option<&[u8]>, value: &str) -> String {
    let Some(mut digest) = key.and_then(|key| Hmac::<Sha256>::new_from_slice(key).ok()) else {
        return "unknown".to_owned();
    };
    digest.update(value.as_bytes());
    let bytes = digest.finalize().into_bytes();
    bytes
        .iter()
        .take(DIGEST_BYTES)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn of_settings(settings: &Settings) -> Vec<Known> {
    let host = |url: Option<&url::Url>| url.and_then(|url| url.host_str()).map(str::to_owned);
    let organization = settings.dynamics.organization_url.as_ref();
    let mut known: Vec<(Kind, Option<String>)> = vec![
        (Kind::Host, host(settings.pbx.url.as_ref())),
        (Kind::Host, settings.pbx.tenant()),
        (
            Kind::Host,
            host(organization.map(|organization| organization.url())),
        ),
        (Kind::Extension, settings.pbx.extension.clone()),
        (Kind::Mail, settings.pbx.email.clone()),
        (Kind::Mail, settings.dynamics.attribution_email.clone()),
        (Kind::Id, settings.microsoft.client_id.clone()),
        (Kind::Id, settings.microsoft.tenant.clone()),
    ];
    let own = settings.rules.own_numbers.iter();
    known.extend(own.map(|number| (Kind::Number, Some(number.0.clone()))));
    let never = settings.rules.never_log.iter();
    known.extend(never.map(|number| (Kind::KeptBack, Some(number.0.clone()))));
    known
        .into_iter()
        .filter_map(|(kind, value)| {
            Some(Known {
                kind,
                value: value?,
            })
        })
        .collect()
}

/// Whose computer it is stands in paths.
fn of_computer() -> Vec<Known> {
    let home = directories::UserDirs::new();
    let name = home
        .as_ref()
        .and_then(|home| home.home_dir().file_name()?.to_str());
    name.map(|name| Known {
        kind: Kind::User,
        value: name.to_owned(),
    })
    .into_iter()
    .collect()
}

/// The last lines of the newest log files; what cannot be read is not there.
fn log(directory: &Path) -> Vec<String> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(directory)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "log"))
        .collect();
    files.sort();
    let mut lines: Vec<String> = Vec::new();
    for file in files.iter().rev() {
        let Ok(text) = end_of(file) else {
            continue;
        };
        let earlier: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.splice(0..0, earlier);
        if lines.len() >= LOG_LINES_MAX {
            break;
        }
    }
    lines.split_off(lines.len().saturating_sub(LOG_LINES_MAX))
}

fn end_of(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let skipped = length.saturating_sub(LOG_BYTES_MAX);
    file.seek(SeekFrom::Start(skipped))?;
    let mut bytes = Vec::new();
    file.take(LOG_BYTES_MAX).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(match text.split_once('\n') {
        // The first line is cut.
        Some((_, rest)) if skipped > 0 => rest.to_owned(),
        Some(_) | None => text.into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_cannot_be_made_without_the_key() {
        let of = |key: &[u8]| digest(Some(key), "+442079460018");
        assert_eq!(of(b"one"), of(b"one"));
        assert_ne!(of(b"one"), of(b"two"));
        assert_ne!(of(b"one"), digest(Some(b"one"), "+442079460019"));
        // HMAC-SHA-256 of RFC 4231, test case 2.
        let jefe = digest(Some(b"Jefe"), "what do ya want for nothing?");
        assert_eq!(jefe, "5bdcc146bf");
    }

    #[test]
    fn the_last_lines_of_the_newest_logs_are_read() {
        let directory = tempfile::tempdir().unwrap();
        let write = |day: &str, lines: usize| {
            let text: String = (0..lines).map(|line| format!("{day} {line}\n")).collect();
            std::fs::write(directory.path().join(format!("ringlog.{day}.log")), text).unwrap();
        };
        write("2026-05-12", 10);
        write("2026-05-13", LOG_LINES_MAX);
        write("2026-05-14", 2);
        let lines = log(directory.path());
        assert_eq!(lines.len(), LOG_LINES_MAX);
        assert_eq!(lines[0], "2026-05-13 2");
        assert_eq!(lines[LOG_LINES_MAX - 1], "2026-05-14 1");
    }
}
