//! What the page asks for when something is wrong.

use std::sync::Arc;

use jiff::Timestamp;
use ringlog_core::desktop::support::{NumbersView, SavedFile};
use ringlog_engine::request::Request;
use tauri::{AppHandle, Emitter as _};

use super::{Answer, Running, read};
use crate::session::report;

/// The page hears under this name how many records were read.
const NUMBERS_READ: &str = "numbers-read";

/// Nothing, if the person did not want it any more.
#[tauri::command]
pub(crate) async fn read_numbers(
    app: AppHandle,
    session: Running<'_>,
) -> Answer<Option<NumbersView>> {
    let progress = Arc::new(move |records: u64| {
        report(
            "tell how many records were read",
            app.emit(NUMBERS_READ, records),
        );
    });
    let asked = session.ask(|reply| Request::ReadNumbers { progress, reply });
    let numbers = tokio::select! {
        numbers = asked => numbers?,
        () = session.numbers_cancelled() => return Ok(None),
    };
    let view = NumbersView::of(&numbers, &session.locale());
    session.desk().keep_numbers(numbers);
    Ok(Some(view))
}

#[tauri::command]
pub(crate) fn cancel_numbers(session: Running<'_>) {
    session.cancel_numbers();
}

#[tauri::command]
pub(crate) async fn save_numbers(session: Running<'_>) -> Answer<SavedFile> {
    read(&session, |session| {
        let path = session.desk().save_numbers(Timestamp::now())?;
        Ok(SavedFile {
            path: path.display().to_string(),
        })
    })
    .await
}

#[tauri::command]
pub(crate) async fn diagnostics(session: Running<'_>) -> Answer<String> {
    read(&session, |session| {
        session.desk().diagnostics(Timestamp::now())
    })
    .await
}

#[tauri::command]
pub(crate) async fn save_diagnostics(session: Running<'_>) -> Answer<SavedFile> {
    read(&session, |session| {
        let path = session.desk().save_diagnostics(Timestamp::now())?;
        Ok(SavedFile {
            path: path.display().to_string(),
        })
    })
    .await
}
