//! A Windows of one command's own: a Wine prefix that nobody else uses, removed when the command ended.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::keychain::keep_toolchain;
use crate::scratch::{self, Scratch};
use crate::step::{self, Failure};
use crate::test::KEYCHAIN_IS_OURS;

/// Which Rust's standard library needs of Windows, and Wine has from its version 9 on.
const RANDOMNESS: &str = "bcryptprimitives.dll";

/// What presses Ctrl+C in the tests.
const INTERRUPT: &str = "interrupt.exe";

/// How long the server of a killed xtask waits for somebody to serve.
const IDLE_SECONDS_MAX: u32 = 300;

/// The prefix, and the server that keeps it between two programs; both go with the value.
pub(crate) struct Wine {
    prefix: Scratch,
}

impl Wine {
    /// Sets up a new prefix.
    pub(crate) fn create() -> Result<Self, Failure> {
        let wine = Self {
            prefix: Scratch::create("wine")?,
        };
        scratch::create_directory(&wine.root())?;
        // It serves them all, else each program would wait for one of its own to start.
        let patience = format!("--persistent={IDLE_SECONDS_MAX}");
        wine.finish(Command::new("wineserver").arg(patience))?;
        wine.finish(Command::new("wine").args(["wineboot", "--init"]))?;
        wine.complete()?;
        Ok(wine)
    }

    /// Has the programs that `command` starts find this prefix, and nothing of the person's.
    pub(crate) fn prepare<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        keep_toolchain(command);
        command
            .env("HOME", self.prefix.path())
            .env("WINEPREFIX", self.root())
            .env("WINEDEBUG", "-all")
            // Not that of the clocks outside, so that a time in the wrong zone is seen.
            .env("TZ", "Europe/Berlin")
            // Neither an offer to fetch what it may lack, nor an entry in the person's menus.
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=;winemenubuilder.exe=d")
            // Nothing is to appear on the person's desktop.
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env(KEYCHAIN_IS_OURS, "1")
            .env("RINGLOG_TEST_INTERRUPT", INTERRUPT)
    }

    /// Where files of this Windows' person may be.
    pub(crate) fn home(&self) -> &Path {
        self.prefix.path()
    }

    fn root(&self) -> PathBuf {
        self.prefix.path().join("prefix")
    }

    /// Runs a command of Wine, whose servers go on in its name and would hold its output open.
    fn finish(&self, command: &mut Command) -> Result<(), Failure> {
        self.prepare(command)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        step::finish(command)
    }

    /// Where the libraries and programs of this Windows are.
    fn system(&self) -> PathBuf {
        self.root().join("drive_c/windows/system32")
    }

    /// Compiles what this Windows lacks.
    fn complete(&self) -> Result<(), Failure> {
        if !self.system().join(RANDOMNESS).exists() {
            self.compile(
                "bcryptprimitives.c",
                &["-shared", "-o", RANDOMNESS, "-ladvapi32"],
            )?;
        }
        self.compile("interrupt.c", &["-o", INTERRUPT])
    }

    fn compile(&self, source: &str, options: &[&str]) -> Result<(), Failure> {
        let sources = step::root().join("src-tauri/xtask/src/windows");
        step::run_quietly(
            Command::new("x86_64-w64-mingw32-gcc")
                .args(["-Wall", "-Werror"])
                .arg(sources.join(source))
                .args(options)
                .current_dir(self.system()),
        )
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        // It ends every program of this prefix, and no other; one that writes while its files go would bring them back.
        for word in ["--kill", "--wait"] {
            if let Err(failure) = self.finish(Command::new("wineserver").arg(word)) {
                step::say(&format!("   {}", failure.sentence));
            }
        }
    }
}

/// What a file of this system is called by the programs in a prefix.
pub(crate) fn path_of(file: &Path) -> String {
    format!("Z:{}", file.display()).replace('/', "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wine_sees_the_whole_system_on_its_last_drive() {
        assert_eq!(path_of(Path::new("/srv/a b.exe")), "Z:\\srv\\a b.exe");
    }
}
