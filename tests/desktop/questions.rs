//! Where Ringlog cannot decide whose call it was, one press answers: in the notification or in the window.

use ringlog_desktop_driver::notifications::Notifications;
use ringlog_desktop_driver::session::{Office, Session};
use ringlog_desktop_driver::tray::TrayItem;
use ringlog_desktop_driver::window::Page;

/// Waits until the call of this id is logged, and gives the name of who it is logged on.
async fn logged_on(office: &Office, call: &str) -> String {
    let signed = format!("Call id {call},");
    let what = format!("the call {call} is logged");
    let phone_call = office
        .has(&what, |phone_call| {
            let description = phone_call["description"].as_str().unwrap();
            description.contains(&signed)
        })
        .await;
    phone_call["regarding"]["name"].as_str().unwrap().to_owned()
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn a_question_is_answered_in_its_notification() {
    let (session, office) = Session::linked().await;
    let notifications = Notifications::listen().await;
    let app = session.start(&["--tray"]);
    let tray = TrayItem::of(&app).await;
    tray.begins_with("All is well").await;

    let calls = office.act("shared_number_calls").await;
    tray.choose("Sync now").await;
    let question = notifications
        .shown(&app, "the call is asked about", |shown| {
            shown.summary == "One call needs you"
        })
        .await;
    let [anna, bo] = ["Anna Quist", "Bo Quist"].map(|name| {
        let mut offered = question.actions.iter();
        offered.find(|(_, words)| words == name)
    });
    assert!(anna.is_some(), "{question:?}");
    let (answer, _) = bo.unwrap_or_else(|| panic!("{question:?}"));
    assert_eq!(office.phone_calls().await, Vec::<serde_json::Value>::new());

    notifications.choose(&question, answer).await;

    assert_eq!(logged_on(&office, &calls[0]).await, "Bo Quist");
    office.has_each_once(&calls).await;
    tray.begins_with("All is well").await;
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn questions_are_answered_in_the_window() {
    let (session, office) = Session::linked().await;
    session
        .in_terminal(&["config", "set", "rules.unknown_number", "ask"], "")
        .await;
    let shared = office.act("shared_number_calls").await;
    let unknown = office.act("unknown_number_calls").await;
    let app = session.start_to_be_driven(&[]);
    let page = Page::of(&app).await;
    page.the("heading", "Needs you").await;
    assert_eq!(office.phone_calls().await, Vec::<serde_json::Value>::new());

    page.click_with("button", "029 2018 0333").await;
    page.the("heading", "Whose call was it?").await;
    page.click_with("button", "Bo Quist").await;

    assert_eq!(logged_on(&office, &shared[0]).await, "Bo Quist");

    page.click_with("option", "Ingrid Falk").await;
    page.click("button", "New contact").await;

    assert_eq!(logged_on(&office, &unknown[0]).await, "Ingrid Falk");
    let contacts = office.state().await["contacts"].clone();
    let is_new = |contact: &serde_json::Value| contact["full_name"] == "Ingrid Falk";
    assert!(
        contacts.as_array().unwrap().iter().any(is_new),
        "{contacts:#}"
    );
    office.has_each_once(&[shared, unknown].concat()).await;
    TrayItem::of(&app).await.begins_with("All is well").await;
    page.leave().await;
}
