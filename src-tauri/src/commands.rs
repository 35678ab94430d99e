//! The app's own commands: all that the page can reach.

use std::sync::Arc;

use jiff::Timestamp;
use ringlog_core::desktop::backfill::{DaysAsked, PlanView};
use ringlog_core::desktop::calls::{
    ActedLine, CallAction, CallCount, CallDetail, CallFilter, CallRow,
};
use ringlog_core::desktop::first_run::{OrganizationAnswers, PbxAnswers};
use ringlog_core::desktop::help::{About, FindingLine, Link};
use ringlog_core::desktop::records::{ChoiceLine, RecordLine};
use ringlog_core::desktop::settings::{SettingsView, check};
use ringlog_core::desktop::tray::Pause;
use ringlog_core::desktop::{Trouble, View};
use ringlog_core::settings::key::Key;
use ringlog_engine::Secret;
use ringlog_engine::config::ConfigError;
use ringlog_engine::event_loop::Event;
use ringlog_engine::problem::{Problem, ProblemCode};
use ringlog_engine::request::Request;
use serde_json::Value;
use tauri::{AppHandle, State};

use crate::autostart;
use crate::session::Session;

pub(crate) mod support;

type Running<'a> = State<'a, Arc<Session>>;
type Answer<T> = Result<T, Trouble>;

/// More rows than any window shows at once.
const ROWS_MAX: u32 = 500;

/// Reads beside the engine, off the thread that answers the page.
async fn read<T: Send + 'static>(
    session: &Arc<Session>,
    of: impl FnOnce(&Session) -> Result<T, Problem> + Send + 'static,
) -> Answer<T> {
    let reading = Arc::clone(session);
    let read = tauri::async_runtime::spawn_blocking(move || of(&reading)).await;
    match read {
        Ok(read) => read.map_err(|problem| session.trouble(problem)),
        Err(error) => {
            tracing::error!(%error, "a reading ended early");
            Err(session.trouble(Problem::not_running()))
        }
    }
}

#[tauri::command]
pub(crate) async fn view(app: AppHandle, session: Running<'_>) -> Answer<View> {
    let view = read(&session, |session| Ok(session.view())).await?;
    session.page_listens(&app);
    Ok(view)
}

#[tauri::command]
pub(crate) async fn calls(
    session: Running<'_>,
    filter: CallFilter,
    before: Option<i64>,
    limit: u32,
) -> Answer<Vec<CallRow>> {
    read(&session, move |session| {
        let calls = session.desk().calls(&filter, before, limit.min(ROWS_MAX))?;
        let (locale, region) = (session.locale(), session.desk().region()?);
        Ok(calls
            .iter()
            .map(|call| CallRow::of(call, &locale, region.as_deref()))
            .collect())
    })
    .await
}

#[tauri::command]
pub(crate) async fn count_calls(session: Running<'_>, filter: CallFilter) -> Answer<CallCount> {
    read(&session, move |session| session.desk().count_calls(&filter)).await
}

#[tauri::command]
pub(crate) async fn call(session: Running<'_>, id: i64) -> Answer<Option<CallDetail>> {
    read(&session, move |session| {
        let call = session.desk().call(id)?;
        let (locale, region) = (session.locale(), session.desk().region()?);
        Ok(call.map(|call| CallDetail::of(&call, &locale, region.as_deref())))
    })
    .await
}

#[tauri::command]
pub(crate) async fn act(session: Running<'_>, id: i64, action: CallAction) -> Answer<ActedLine> {
    let acted = session
        .ask(|reply| Request::Act {
            call: id,
            action,
            reply,
        })
        .await?;
    Ok(ActedLine::of(&acted, &session.locale()))
}

#[tauri::command]
pub(crate) async fn find_records(session: Running<'_>, text: String) -> Answer<Vec<RecordLine>> {
    let found = session
        .ask(|reply| Request::FindRecords { text, reply })
        .await?;
    let locale = session.locale();
    Ok(found
        .iter()
        .map(|record| RecordLine::of(record, &locale))
        .collect())
}

fn remembered_choices(session: &Session) -> Result<Vec<ChoiceLine>, Problem> {
    let region = session.desk().region()?;
    let choices = session.desk().choices()?;
    Ok(choices
        .iter()
        .map(|choice| ChoiceLine::of(choice, region.as_deref()))
        .collect())
}

#[tauri::command]
pub(crate) async fn choices(session: Running<'_>) -> Answer<Vec<ChoiceLine>> {
    read(&session, remembered_choices).await
}

#[tauri::command]
pub(crate) async fn forget_choice(session: Running<'_>, number: String) -> Answer<Vec<ChoiceLine>> {
    session
        .ask(|reply| Request::ForgetChoice { number, reply })
        .await?;
    read(&session, remembered_choices).await
}

fn known(key: &str) -> Result<Key, Problem> {
    Ok(Key::named(key).map_err(ConfigError::from)?)
}

fn shown_settings(session: &Session) -> Result<SettingsView, Problem> {
    let (effective, warnings) = session.desk().settings()?;
    Ok(SettingsView::of(&effective, &warnings, &session.locale()))
}

#[tauri::command]
pub(crate) async fn settings(session: Running<'_>) -> Answer<SettingsView> {
    read(&session, shown_settings).await
}

#[tauri::command]
pub(crate) async fn check_setting(
    session: Running<'_>,
    key: String,
    value: Value,
) -> Answer<Option<String>> {
    read(&session, move |session| {
        let key = known(&key)?;
        Ok(check(key, &value)
            .err()
            .map(|problem| problem.say(&session.locale())))
    })
    .await
}

#[tauri::command]
pub(crate) async fn set_setting(
    app: AppHandle,
    session: Running<'_>,
    key: String,
    value: Value,
) -> Answer<SettingsView> {
    let changed = read(&session, move |session| {
        let key = known(&key)?;
        let raw = check(key, &value)
            .map_err(|not_allowed| Problem::new(ProblemCode::Settings, not_allowed))?;
        session.desk().set(key, &raw)?;
        shown_settings(session)
    })
    .await;
    settings_changed(&app, &session);
    changed
}

#[tauri::command]
pub(crate) async fn unset_setting(
    app: AppHandle,
    session: Running<'_>,
    key: String,
) -> Answer<SettingsView> {
    let changed = read(&session, move |session| {
        session.desk().unset(known(&key)?)?;
        shown_settings(session)
    })
    .await;
    settings_changed(&app, &session);
    changed
}

/// What goes by the settings goes by the new ones at once: the engine, the language, what starts with the session.
fn settings_changed(app: &AppHandle, session: &Session) {
    session.tell(Event::SettingsChanged);
    autostart::follow_setting(app);
    session.repaint(app);
}

#[tauri::command]
pub(crate) async fn connect_pbx(
    session: Running<'_>,
    answers: PbxAnswers,
    password: String,
) -> Answer<()> {
    let password = Some(password).filter(|password| !password.is_empty());
    session
        .ask(|reply| Request::ConnectPbx {
            answers,
            password: password.map(Secret::from),
            reply,
        })
        .await
}

#[tauri::command]
pub(crate) async fn log_in_to_pbx(session: Running<'_>, password: String) -> Answer<()> {
    session
        .ask(|reply| Request::LogInToPbx {
            password: Secret::from(password),
            reply,
        })
        .await
}

#[tauri::command]
pub(crate) async fn connect_organization(
    session: Running<'_>,
    answers: OrganizationAnswers,
) -> Answer<()> {
    session
        .ask(|reply| Request::ConnectOrganization { answers, reply })
        .await
}

#[tauri::command]
pub(crate) async fn skip_consent(session: Running<'_>) -> Answer<()> {
    session.ask(|reply| Request::SkipConsent { reply }).await
}

#[tauri::command]
pub(crate) async fn grant_consent(session: Running<'_>) -> Answer<()> {
    let browser = session.browser();
    session
        .ask(|reply| Request::GrantConsent { browser, reply })
        .await
}

#[tauri::command]
pub(crate) async fn link(session: Running<'_>) -> Answer<Vec<String>> {
    let browser = session.browser();
    let linked = session
        .ask(|reply| Request::Link { browser, reply })
        .await?;
    let locale = session.locale();
    Ok(linked.notes.iter().map(|note| note.say(&locale)).collect())
}

#[tauri::command]
pub(crate) fn cancel_sign_in(session: Running<'_>) {
    session.tell(Event::SignInCancelled);
}

#[tauri::command]
pub(crate) fn sign_in_address(session: Running<'_>) -> Option<String> {
    session.sign_in_address().map(String::from)
}

#[tauri::command]
pub(crate) async fn administrator_message(session: Running<'_>) -> Answer<String> {
    let message = session
        .ask(|reply| Request::MessageForAdministrator { reply })
        .await?;
    Ok(message.say(&session.locale()))
}

#[tauri::command]
pub(crate) async fn unlink(session: Running<'_>) -> Answer<()> {
    session.ask(|reply| Request::Unlink { reply }).await
}

#[tauri::command]
pub(crate) fn sync_now(session: Running<'_>) {
    session.tell(Event::SyncRequested);
}

#[tauri::command]
pub(crate) fn pause(session: Running<'_>, pause: Pause) {
    let until = pause.until(Timestamp::now(), &session.desk().time_zone());
    session.tell(Event::PauseRequested { until });
}

#[tauri::command]
pub(crate) fn resume(session: Running<'_>) {
    session.tell(Event::PauseEnded);
}

#[tauri::command]
pub(crate) fn cancel_pass(session: Running<'_>) {
    session.tell(Event::PassCancelled);
}

#[tauri::command]
pub(crate) async fn look_back(session: Running<'_>, days: DaysAsked) -> Answer<PlanView> {
    let plan = session
        .ask(|reply| Request::LookBack { days, reply })
        .await?;
    read(&session, move |session| {
        let region = session.desk().region()?;
        Ok(PlanView::of(&plan, &session.locale(), region.as_deref()))
    })
    .await
}

#[tauri::command]
pub(crate) fn cancel_look_back(session: Running<'_>) {
    session.tell(Event::LookBackCancelled);
}

#[tauri::command]
pub(crate) async fn backfill(session: Running<'_>, days: DaysAsked) -> Answer<()> {
    session.ask(|reply| Request::Backfill { days, reply }).await
}

#[tauri::command]
pub(crate) async fn cancel_backfill(session: Running<'_>) -> Answer<()> {
    session.ask(|reply| Request::EndBackfill { reply }).await
}

#[tauri::command]
pub(crate) async fn examine(session: Running<'_>) -> Answer<Vec<FindingLine>> {
    let findings = session.ask(|reply| Request::Examine { reply }).await?;
    let locale = session.locale();
    Ok(findings
        .iter()
        .map(|finding| FindingLine::of(finding, &locale))
        .collect())
}

#[tauri::command]
pub(crate) async fn open(session: Running<'_>, link: Link) -> Answer<()> {
    read(&session, move |session| session.open(link)).await
}

#[tauri::command]
pub(crate) fn about(session: Running<'_>) -> About {
    About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        profile: session
            .desk()
            .profile()
            .settings_file()
            .parent()
            .map(|directory| directory.display().to_string())
            .unwrap_or_default(),
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
    }
}

#[tauri::command]
pub(crate) async fn dismiss_notes(app: AppHandle, session: Running<'_>) -> Answer<()> {
    session.dismiss_notes();
    read(&session, move |session| {
        session.repaint(&app);
        Ok(())
    })
    .await
}
