//! `pbx login`.

use std::io::{self, BufRead, IsTerminal, Read};
use std::path::Path;

use ringlog_engine::Secret;
use ringlog_engine::problem::{Problem, ProblemCode};
use serde_json::json;

use super::{Ended, unprinted};
use crate::args::Pbx;
use crate::exit::Exit;
use crate::print::Printer;
use crate::session::Writing;

/// No password is longer; more on stdin is a mistake.
const PASSWORD_BYTES_MAX: usize = 4_096;

pub(super) async fn run(command: &Pbx, profile: Option<&Path>, printer: Printer) -> Ended {
    match command {
        Pbx::Login => login(profile, printer).await,
    }
}

async fn login(profile: Option<&Path>, printer: Printer) -> Ended {
    let mut writing = Writing::open(profile, printer).await?;
    let password = password()?;
    let identity = writing.engine.log_in_to_pbx(password).await?;
    let extension = writing.engine.settings().pbx.extension.clone();
    let extension = extension.unwrap_or_default();
    let mut words = format!(
        "The PBX accepted the password of extension {extension}; it is kept in the keychain."
    );
    if let Some(email) = &identity.email {
        words.push_str(&format!("\nThe extension belongs to {email}."));
    }
    let document = json!({
        "extension": extension,
        "email": identity.email,
        "name": identity.name,
        "country_code": identity.country_code,
        "version": identity.version,
    });
    printer.result(&document, &words).map_err(unprinted)?;
    Ok(Exit::Done)
}

/// One line from stdin, or typed without an echo.
fn password() -> Result<Secret, Problem> {
    let unread = |error: io::Error| {
        let message = format!("The password could not be read: {error}.");
        Problem::new(ProblemCode::Settings, message)
    };
    let mut text = if io::stdin().is_terminal() {
        rpassword::prompt_password("PBX password: ").map_err(unread)?
    } else {
        let mut line = String::with_capacity(PASSWORD_BYTES_MAX);
        let mut stdin = io::stdin().lock().take(PASSWORD_BYTES_MAX as u64);
        stdin.read_line(&mut line).map_err(unread)?;
        line
    };
    text.truncate(text.trim_end_matches(['\r', '\n']).len());
    if text.is_empty() {
        return Err(
            Problem::new(ProblemCode::Settings, "No password was given.")
                .with_hint("Type it, or give it on stdin.".into())
                .with_command("ringlogctl pbx login < FILE"),
        );
    }
    Ok(Secret::from(text))
}
