//! `consent`, `link`, `unlink`.

use std::io::{self, BufRead, IsTerminal};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ringlog_engine::browser::SystemBrowser;
use ringlog_engine::engine::Engine;
use ringlog_engine::linking::{Guidance, Linked, MY_APPS};
use ringlog_engine::oauth::Invitation;
use ringlog_engine::problem::{Problem, ProblemCode};
use serde_json::json;

use super::{Ended, unprinted};
use crate::args::SignIn;
use crate::exit::Exit;
use crate::print::Printer;
use crate::session::{Reading, Writing};

pub(super) async fn consent(how: SignIn, profile: Option<&Path>, printer: Printer) -> Ended {
    let mut writing = Writing::open(profile, printer).await?;
    let invite = |invitation: Invitation<'_>| show_invitation(invitation, printer);
    let granted = writing
        .engine
        .grant_consent(&guidance(how, &invite), interrupted())
        .await;
    match granted {
        Ok(granted) => {
            let words = "Admin consent is granted for the organization. It may take a minute to spread; then link.";
            let document =
                json!({ "granted": true, "tenant": granted.tenant, "scope": granted.scope });
            printer.result(&document, words).map_err(unprinted)?;
            Ok(Exit::Done)
        }
        Err(problem) => {
            offer_message(&mut writing.engine, &problem, printer).await;
            Err(problem)
        }
    }
}

/// Where only an administrator can help, the message to send is ready.
async fn offer_message(engine: &mut Engine, problem: &Problem, printer: Printer) {
    if problem.wants_admin_consent
        && let Ok(message) = engine.message_for_administrator().await
    {
        let introduction = "If you are not an administrator, send this to yours:";
        printer.note(&format!("{introduction}\n\n{message}"));
    }
}

pub(super) async fn link(how: SignIn, profile: Option<&Path>, printer: Printer) -> Ended {
    let mut writing = Writing::open(profile, printer).await?;
    let invite = |invitation: Invitation<'_>| show_invitation(invitation, printer);
    let linked = writing
        .engine
        .link(&guidance(how, &invite), interrupted())
        .await;
    let linked = match linked {
        Ok(linked) => linked,
        Err(problem) => {
            offer_message(&mut writing.engine, &problem, printer).await;
            return Err(problem);
        }
    };
    let document = json!({
        "linked_as": linked.account.user_name,
        "linked_since": linked.account.linked_at,
        "organization_url": linked.account.organization_url,
        "owner": linked.owner.as_ref().map(|owner| &owner.name),
        "notes": linked.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    printer
        .result(&document, &linked_words(&linked))
        .map_err(unprinted)?;
    let is_complete = linked.owner.is_some() && linked.notes.is_empty();
    Ok(if is_complete {
        Exit::Done
    } else {
        Exit::NeedsPerson
    })
}

pub(crate) fn linked_words(linked: &Linked) -> String {
    let account = &linked.account;
    let mut words = format!(
        "Linked as {} with {}.",
        account.user_name, account.organization_url
    );
    if account.organization_url.is_insecure() {
        words.push_str(" This connection is insecure: http on this computer.");
    }
    match &linked.owner {
        Some(owner) => words.push_str(&format!("\nCalls are written for {}.", owner.name)),
        None => words.push_str("\nIt is not clear yet whose calls these are; they wait."),
    }
    for note in &linked.notes {
        words.push_str(&format!("\n{note}"));
    }
    words
}

pub(super) async fn unlink(yes: bool, profile: Option<&Path>, printer: Printer) -> Ended {
    if !yes && !confirmed(profile, printer)? {
        printer.note("Nothing was changed.");
        return Ok(Exit::Done);
    }
    let mut writing = Writing::open(profile, printer).await?;
    writing.engine.unlink().await?;
    let words = format!(
        "Unlinked. Every token is deleted from this computer, and no call is logged any more; what was logged stays.\n\
         Microsoft may still list Ringlog among the apps you allowed: remove it at {MY_APPS}, or, where an administrator \
         consented for everybody, in the Entra admin centre under Enterprise applications, Permissions.",
    );
    printer
        .result(&json!({ "unlinked": true }), &words)
        .map_err(unprinted)?;
    Ok(Exit::Done)
}

fn confirmed(profile: Option<&Path>, printer: Printer) -> Result<bool, Problem> {
    if !io::stdin().is_terminal() {
        let message = "Unlinking asks first, and nobody can answer here.";
        return Err(Problem::new(ProblemCode::Settings, message)
            .with_hint("Confirm it in the command.".into())
            .with_command("ringlogctl unlink --yes"));
    }
    let reading = Reading::open(profile)?;
    let account = match reading.ledger()? {
        Some(ledger) => ledger.account()?,
        None => ringlog_core::account::AccountState::Unlinked,
    };
    let who = account.account().map_or_else(
        || "the account".to_owned(),
        |account| format!("the account {}", account.user_name),
    );
    printer.note(&format!(
        "This unlinks {who}: calls are no longer logged until an account is linked again, and calls that wait go on waiting. Unlink? [y/N]"
    ));
    let mut answer = String::new();
    io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(unprinted)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn guidance<'a>(how: SignIn, invite: &'a (dyn Fn(Invitation<'_>) + Send + Sync)) -> Guidance<'a> {
    let browser = SystemBrowser::new(std::env::var("BROWSER").ok());
    Guidance {
        browser: (!how.print_url).then(|| Arc::new(browser) as _),
        invite,
        limit: Duration::from_secs(how.timeout_seconds),
    }
}

fn show_invitation(invitation: Invitation<'_>, printer: Printer) {
    match invitation {
        Invitation::Address(url) => printer.note(&format!(
            "Sign in at Microsoft, in a browser on this computer:\n{url}"
        )),
        Invitation::BrowserNotOpened { reason, .. } => {
            printer.note(&format!("{} {}", reason.phrase(), reason.next_step()));
        }
    }
}

/// Ends a wait for the browser when the person presses Ctrl+C.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
