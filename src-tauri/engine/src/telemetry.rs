//! The log: one file a day in the profile's `logs/`, and stderr when asked.
//!
//! There is no filter for secrets here, because none may ever reach it: their types do not print.

use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

use ringlog_core::plain::plain;
use tracing_appender::rolling::{InitError, RollingFileAppender, Rotation};
use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

/// Two weeks of office days and a little more.
const LOG_FILES_MAX: usize = 15;
/// Ours at `info`, the libraries' only when they complain.
const DEFAULT_FILTER: &str =
    "warn,ringlog=info,ringlog_app=info,ringlog_core=info,ringlog_engine=info,ringlogctl=info";

/// Whether lines also go to stderr.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terminal {
    /// Only files.
    Quiet,
    /// stderr as well.
    Stderr,
}

/// Why the log is not what was asked for.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// No file could be opened; lines go to stderr if asked.
    #[error("No log is written, because {path} cannot be used: {source}.")]
    NoFile {
        /// The directory.
        path: String,
        /// What the system said.
        source: InitError,
    },
    /// The filter is none; the usual one is used.
    #[error(
        "RINGLOG_LOG must be a level or a list of module=level with trace, debug, info, warn or error, not \"{0}\"; the usual level is used."
    )]
    Filter(String),
    /// The process has a log already, and goes on with it.
    #[error("This process has a log already.")]
    AlreadyStarted,
}

/// Starts the log of this process; what did not succeed comes back, and the rest is started.
///
/// `filter` is the text of `RINGLOG_LOG`, if it is set.
#[must_use]
pub fn start(
    logs_directory: &Path,
    filter: Option<&str>,
    terminal: Terminal,
) -> Vec<TelemetryError> {
    let mut problems = Vec::new();
    let filter = filter.and_then(|text| match read_filter(text) {
        Ok(filter) => filter,
        Err(problem) => {
            problems.push(problem);
            None
        }
    });
    let file = match appender(logs_directory) {
        Ok(appender) => Some(lines(appender)),
        Err(source) => {
            let path = logs_directory.display().to_string();
            problems.push(TelemetryError::NoFile { path, source });
            None
        }
    };
    let stderr = match terminal {
        Terminal::Quiet => None,
        Terminal::Stderr => Some(lines(io::stderr)),
    };
    let started = tracing_subscriber::registry()
        .with(filter.unwrap_or_else(|| EnvFilter::new(DEFAULT_FILTER)))
        .with(file)
        .with(stderr)
        .try_init();
    if started.is_err() {
        problems.push(TelemetryError::AlreadyStarted);
    }
    problems
}

fn read_filter(text: &str) -> Result<Option<EnvFilter>, TelemetryError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    EnvFilter::from_str(text)
        .map(Some)
        .map_err(|_| TelemetryError::Filter(ringlog_core::settings::raw::shown(text)))
}

/// Written as they come, so that a killed process leaves its last words.
fn appender(directory: &Path) -> Result<RollingFileAppender, InitError> {
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("ringlog")
        .filename_suffix("log")
        .max_log_files(LOG_FILES_MAX)
        .build(directory)
}

fn lines<S, W>(writer: W) -> impl Layer<S>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(OneLine(writer))
}

/// Keeps each event on one line and [`plain`]: a text from outside must not be able to pretend to be an event, or steer
/// the terminal the log is read in.
struct OneLine<M>(M);

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for OneLine<M> {
    type Writer = OneLine<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        OneLine(self.0.make_writer())
    }
}

impl<W: Write> Write for OneLine<W> {
    /// `event` is a whole event: the formatter hands over each in one piece.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event.strip_suffix(b"\n").unwrap_or(event));
        let line = format!("{}\n", plain(&text));
        self.0.write_all(line.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ringlog_core::plain::is_unfit;
    use secrecy::SecretString;

    use super::*;

    fn logged(filter: &str, events: impl FnOnce()) -> String {
        let directory = tempfile::tempdir().unwrap();
        let subscriber = tracing_subscriber::registry()
            .with(read_filter(filter).unwrap().unwrap())
            .with(lines(appender(directory.path()).unwrap()));
        tracing::subscriber::with_default(subscriber, events);
        let mut files = std::fs::read_dir(directory.path()).unwrap();
        let path = files.next().unwrap().unwrap().path();
        assert!(files.next().is_none());
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(
            name.starts_with("ringlog.") && name.ends_with(".log"),
            "{name}"
        );
        std::fs::read_to_string(path).unwrap()
    }

    /// A line without its time.
    fn timeless(line: &str) -> &str {
        line.split_once(' ').unwrap().1.trim_start()
    }

    #[test]
    fn an_event_is_one_plain_line_with_its_fields_and_no_secret() {
        let password = SecretString::from("hunter2");
        let log = logged("info", || {
            tracing::info!(host = "pbx.example.com", ?password, "logged in");
            let detail = "\u{1b}[31mno\r\nERROR forged";
            tracing::warn!(%detail, "the PBX said\nno");
            tracing::debug!("left out");
        });
        let lines: Vec<&str> = log.lines().map(timeless).collect();
        let [info, warning] = lines.as_slice() else {
            panic!("two lines, not {log}");
        };
        assert!(info.starts_with(
            "INFO ringlog_engine::telemetry::tests: logged in host=\"pbx.example.com\""
        ));
        assert!(
            warning.starts_with("WARN ") && warning.contains("ERROR forged"),
            "{warning}"
        );
        assert!(!log.contains('\u{1b}') && !log.contains("hunter2"), "{log}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn whatever_another_system_says_is_one_line_of_the_log(name in any::<String>(), detail in any::<String>()) {
            let log = logged("info", || tracing::info!(%name, ?detail, "it said {detail}"));
            prop_assert_eq!(log.matches('\n').count(), 1);
            prop_assert!(!log.trim_end_matches('\n').contains(is_unfit), "{log:?}");
        }
    }

    #[test]
    fn the_usual_level_keeps_the_libraries_quiet() {
        let log = logged(DEFAULT_FILTER, || {
            tracing::info!(target: "hyper::client", "chatter");
            tracing::warn!(target: "hyper::client", "complaint");
            tracing::info!("ours");
        });
        assert!(!log.contains("chatter"));
        assert!(log.contains("complaint") && log.contains("ours"), "{log}");
    }

    #[test]
    fn a_filter_that_is_none_is_told_with_what_is_allowed() {
        let problem = read_filter("ringlog=loud").unwrap_err().to_string();
        assert!(problem.contains("not \"ringlog=loud\""), "{problem}");
        assert!(read_filter(" ").unwrap().is_none());
    }

    #[test]
    fn old_files_are_removed_and_others_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        for day in 1..=20 {
            let name = format!("ringlog.2024-01-{day:02}.log");
            std::fs::write(directory.path().join(name), "").unwrap();
        }
        std::fs::write(directory.path().join("notes.txt"), "").unwrap();
        drop(appender(directory.path()).unwrap());
        let kept = std::fs::read_dir(directory.path()).unwrap().count();
        assert!(kept <= LOG_FILES_MAX + 1, "{kept}");
        assert!(directory.path().join("notes.txt").exists());
    }
}
