//! Opens the system browser, or the one `$BROWSER` names.

use std::process::{Child, Command, Stdio};

use crate::ports::Browser;

/// The system browser.
#[derive(Clone, Debug)]
pub struct SystemBrowser {
    /// `$BROWSER`: a program with its arguments, separated by spaces; the address comes last or in place of `%s`.
    program: Option<String>,
}

impl SystemBrowser {
    /// The browser of this session. `program` is the value of `$BROWSER`.
    pub fn new(program: Option<String>) -> Self {
        // On Unix the variable may name several, separated by colons: the first is the person's favourite.
        let first = program.map(|program| match program.split_once(':') {
            Some((first, _)) if cfg!(unix) => first.to_owned(),
            Some(_) | None => program,
        });
        Self {
            program: first.filter(|program| !program.trim().is_empty()),
        }
    }
}

impl Browser for SystemBrowser {
    fn open(&self, url: &url::Url) -> Result<(), String> {
        let Some(program) = &self.program else {
            return webbrowser::open(url.as_str()).map_err(|error| error.to_string());
        };
        let mut words = program.split_whitespace();
        let name = words.next().unwrap_or_default();
        let mut arguments: Vec<String> =
            words.map(|word| word.replace("%s", url.as_str())).collect();
        if !program.contains("%s") {
            arguments.push(url.as_str().to_owned());
        }
        Command::new(name)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(wait_for)
            .map_err(|error| format!("{name}: {error}"))
    }
}

/// An ended child stays in the table of processes until somebody has waited for it.
fn wait_for(mut child: Child) {
    let name = "browser".to_owned();
    let waiting = std::thread::Builder::new().name(name).spawn(move || {
        if let Err(error) = child.wait() {
            tracing::debug!(%error, "the browser's end was not seen");
        }
    });
    if let Err(error) = waiting {
        tracing::debug!(%error, "nobody waits for the browser's end");
    }
}
