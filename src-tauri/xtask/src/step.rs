//! One step after the other: what runs is named, timed, and ends everything when it fails.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Instant;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What happened and what to do, in a sentence.
    pub(crate) sentence: String,
    /// The exit status of xtask.
    pub(crate) status: u8,
}

impl Failure {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            status: 1,
        }
    }

    /// A command that ended with `status`, which becomes the one of xtask.
    pub(crate) fn of(status: ExitStatus, sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            status: status
                .code()
                .and_then(|code| u8::try_from(code).ok())
                .unwrap_or(1),
        }
    }
}

/// Runs `command` without input, as the step `name`.
pub(crate) fn run(name: &str, command: &mut Command) -> Result<(), Failure> {
    let line = format!("{}{}", environment_of(command), line_of(command));
    run_shown_as(name, &line, command)
}

/// The same, with `line` as what a person would type for it.
pub(crate) fn run_shown_as(name: &str, line: &str, command: &mut Command) -> Result<(), Failure> {
    say(&format!("\n== {name}\n   {line}"));
    let started = Instant::now();
    command.stdin(Stdio::null());
    let status = command
        .status()
        .map_err(|error| Failure::new(format!("`{line}` could not be started: {error}")))?;
    let seconds = started.elapsed().as_secs_f64();
    if !status.success() {
        return Err(Failure::of(
            status,
            format!(
                "\"{name}\" failed after {seconds:.1} s ({status}); its own words are above. Again alone: {line}"
            ),
        ));
    }
    say(&format!("   {name}: {seconds:.1} s"));
    Ok(())
}

/// Runs `command`, whose words are shown only if it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<(), Failure> {
    answer(command).map(drop)
}

/// What `command` prints; its other words are shown only if it fails.
pub(crate) fn answer(command: &mut Command) -> Result<String, Failure> {
    let line = line_of(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Failure::new(format!("`{line}` could not be started: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Failure::new(format!(
        "`{line}` failed ({}): {}",
        output.status,
        String::from_utf8_lossy(&output.stderr).trim()
    )))
}

/// Runs `command` to its end, without saying so.
#[cfg(target_os = "linux")]
pub(crate) fn finish(command: &mut Command) -> Result<(), Failure> {
    let line = line_of(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::of(status, format!("`{line}` failed ({status})."))),
        Err(error) => Err(Failure::new(format!(
            "`{line}` could not be started: {error}"
        ))),
    }
}

/// The cargo that runs xtask, in the root of the repository.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.args(arguments).current_dir(root());
    command
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask
        .ancestors()
        .nth(2)
        .map_or_else(|| xtask.to_path_buf(), Path::to_path_buf)
}

/// A program that cargo built beside xtask.
pub(crate) fn built(name: &str) -> Result<PathBuf, Failure> {
    let program = env::current_exe()
        .map(|xtask| xtask.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX)))
        .map_err(|error| Failure::new(format!("xtask does not find its own program: {error}")))?;
    if !program.is_file() {
        return Err(Failure::new(format!(
            "{name} was built, but is not at {}: build without --target and with one target directory.",
            program.display()
        )));
    }
    Ok(program)
}

/// Whether `command` runs and succeeds; it says nothing.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The program and arguments of `command` as a person would type them.
pub(crate) fn line_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What a person would type before it.
pub(crate) fn environment_of(command: &Command) -> String {
    command
        .get_envs()
        .filter_map(|(name, value)| Some((name.to_string_lossy(), value?.to_string_lossy())))
        .map(|(name, value)| format!("{name}='{value}' "))
        .collect()
}

#[expect(
    clippy::print_stderr,
    reason = "the words of xtask go to stderr, the output of what it runs keeps stdout"
)]
pub(crate) fn say(text: &str) {
    eprintln!("{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_shown_as_a_person_would_type_it() {
        let mut command = Command::new("/usr/bin/cargo");
        command
            .args(["doc", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings");

        let line = format!("{}{}", environment_of(&command), line_of(&command));

        assert_eq!(line, "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps");
    }

    #[test]
    fn a_failed_step_names_itself_and_its_command() {
        let failure = run("a step", &mut cargo(&["no-such-command"])).unwrap_err();

        assert!(
            failure.sentence.starts_with("\"a step\" failed"),
            "{}",
            failure.sentence
        );
        assert!(
            failure.sentence.ends_with("cargo no-such-command"),
            "{}",
            failure.sentence
        );
        assert_eq!(failure.status, 101, "the status of cargo is handed on");
    }
}
