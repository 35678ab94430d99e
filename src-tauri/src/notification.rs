//! Notifications on the desktop: shows what core decided, and opens what is clicked.

use std::sync::Arc;

use notify_rust::{Notification, NotificationResponse};
use ringlog_core::desktop::calls::ActOutcome;
use ringlog_core::desktop::help::Link;
use ringlog_core::notice::{Notice, NoticeAnswer, NoticeButton, Target};
use ringlog_engine::request::Request;
use tauri::{AppHandle, Manager as _};

use crate::session::{Page, Session, Wish, report};
use crate::{tray, window};

/// The action a server sends for a click beside the buttons.
const CLICK: &str = "default";

/// Shows notices; a desktop without notifications loses nothing, for the window has it all.
pub(crate) fn show_all(app: &AppHandle, notices: Vec<Notice>) {
    for notice in notices {
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            let shown = show(&app, notice).await;
            report("show a notification", shown);
        });
    }
}

#[cfg(target_os = "linux")]
async fn show(app: &AppHandle, notice: Notice) -> notify_rust::error::Result<()> {
    /// A click that comes later opens nothing: nobody waits forever for a server that forgets to say goodbye.
    const HEARD_FOR: std::time::Duration = std::time::Duration::from_secs(3_600);

    let locale = app.state::<Arc<Session>>().locale();
    let body = notice.body.say(&locale);
    let mut notification = composed(&notice, &locale, &without_markup(&body));
    notification.action(CLICK, "");
    let handle = notification.show_async().await?;
    let respond = |response: &NotificationResponse| answer(app, &notice, response);
    // A notification that nobody touched within this time is only read.
    let _late = tokio::time::timeout(HEARD_FOR, handle.wait_for_action_async(respond)).await;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
async fn show(app: &AppHandle, notice: Notice) -> notify_rust::error::Result<()> {
    let locale = app.state::<Arc<Session>>().locale();
    #[cfg_attr(
        not(windows),
        expect(unused_mut, reason = "only Windows names the app here")
    )]
    let mut notification = composed(&notice, &locale, &notice.body.say(&locale));
    #[cfg(windows)]
    notification.app_id(&app.config().identifier);
    let app = app.clone();
    // The systems' own interfaces wait in the thread that asks.
    let waited = tauri::async_runtime::spawn_blocking(move || {
        let handle = notification.show()?;
        handle.wait_for_response(|response: &NotificationResponse| answer(&app, &notice, response))
    });
    match waited.await {
        Ok(shown) => shown,
        Err(error) => {
            tracing::warn!(%error, "a notification ended early");
            Ok(())
        }
    }
}

/// Shows one sentence before there is an app, or after it.
pub(crate) fn tell_at_once(sentence: &str) {
    let shown = Notification::new()
        .appname("Ringlog")
        .icon("ringlog")
        .summary("Ringlog")
        .body(sentence)
        .show();
    if let Err(error) = shown {
        tracing::warn!(%error, "there are no notifications here");
    }
}

fn composed(notice: &Notice, locale: &ringlog_core::language::Locale, body: &str) -> Notification {
    let mut notification = Notification::new();
    notification
        .appname("Ringlog")
        .icon("ringlog")
        .summary(&notice.title.say(locale))
        .body(body);
    for (name, answer) in notice.named_answers() {
        notification.action(&name, &answer.words.say(locale));
    }
    for button in &notice.buttons {
        notification.action(button.id(), &button.words().say(locale));
    }
    notification
}

/// Servers may read the body as markup (Desktop Notifications Specification, "Markup"), and names come from outside.
#[cfg(target_os = "linux")]
fn without_markup(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn answer(app: &AppHandle, notice: &Notice, response: &NotificationResponse) {
    match response {
        NotificationResponse::Default => open(app, notice.opens),
        NotificationResponse::Action(action) if action == CLICK => open(app, notice.opens),
        NotificationResponse::Action(action) => {
            if let Some(answer) = notice.answer(action) {
                give(app, answer.clone());
            } else if let Some(button) = NoticeButton::from_id(action) {
                open(app, notice.behind(button));
            }
        }
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => {}
    }
}

/// Gives the answer to the engine; what keeps it from being taken is said in a notification, and the window still asks.
fn give(app: &AppHandle, answer: NoticeAnswer) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let session = app.state::<Arc<Session>>();
        let acted = session
            .ask(|reply| Request::Act {
                call: answer.call,
                action: answer.action,
                reply,
            })
            .await;
        match acted {
            Ok(acted) if acted.outcome == ActOutcome::Refused => {
                tell(acted.words.say(&session.locale())).await;
            }
            Ok(_) => {}
            Err(trouble) => tell(trouble.message).await,
        }
    });
}

/// The system's own interface may wait in the thread that asks.
async fn tell(sentence: String) {
    let told = tauri::async_runtime::spawn_blocking(move || tell_at_once(&sentence)).await;
    report("tell what became of an answer", told);
}

fn open(app: &AppHandle, target: Target) {
    let session = app.state::<Arc<Session>>();
    let (page, call, state) = match target {
        Target::Record { call } => {
            if let Err(problem) = session.open(Link::Record { call }) {
                tracing::warn!("the record of call {call} was not opened: {problem}");
                (Page::Calls, Some(call), None)
            } else {
                return;
            }
        }
        Target::Link => return tray::link(app),
        Target::Call { call } => (Page::Calls, Some(call), None),
        Target::Calls { state } => (Page::Calls, None, Some(state)),
        Target::Home | Target::Consent => (Page::Home, None, None),
    };
    session.wish(Wish { page, call, state });
    window::show(app);
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_outside_is_no_markup() {
        assert_eq!(
            without_markup("<b>A & B</b>"),
            "&lt;b&gt;A &amp; B&lt;/b&gt;"
        );
    }
}
