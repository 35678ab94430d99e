//! What a person makes of a logged call in the window, and how it stands in Dynamics then.

use ringlog_desktop_driver::session::{App, Office, Session};
use ringlog_desktop_driver::tray::TrayItem;
use ringlog_desktop_driver::window::Page;

/// The window at the one call, which is logged.
async fn at_a_logged_call() -> (Session, Office, App, Page) {
    let (session, office) = Session::linked().await;
    office.act("known_customer_calls").await;
    let app = session.start_to_be_driven(&[]);
    let page = Page::of(&app).await;
    office
        .has("the call is logged on Jon Aske", |phone_call| {
            phone_call["regarding"]["name"] == "Jon Aske"
        })
        .await;
    TrayItem::of(&app).await.begins_with("All is well").await;
    page.click("button", "Calls").await;
    page.click_with("option", "Jon Aske").await;
    (session, office, app, page)
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn a_logged_call_is_given_to_somebody_else_noted_on_and_renamed_in_the_window() {
    let (_session, office, _app, page) = at_a_logged_call().await;

    page.click("button", "Wrong person…").await;
    page.fill_the("combobox", "Search contacts, accounts and leads", "priya")
        .await;
    page.click_with("option", "Priya Nair").await;
    office
        .has("the call is on Priya Nair", |phone_call| {
            phone_call["regarding"]["name"] == "Priya Nair"
        })
        .await;

    page.click("button", "Add a note…").await;
    page.fill("Note", "Wants a quote by Friday.").await;
    page.click("button", "Save").await;
    office
        .has("the note is in Dynamics", |phone_call| {
            let description = phone_call["description"].as_str().unwrap();
            description.contains("Wants a quote by Friday.")
        })
        .await;

    page.click("button", "More").await;
    page.click("menuitem", "Change subject…").await;
    page.fill("Subject", "Quote for the harbour").await;
    page.click("button", "Save").await;
    let corrected = office
        .has("the subject is in Dynamics", |phone_call| {
            phone_call["subject"] == "Quote for the harbour"
        })
        .await;

    assert_eq!(corrected["regarding"]["name"], "Priya Nair");
    let description = corrected["description"].as_str().unwrap();
    assert!(
        description.contains("Wants a quote by Friday."),
        "{corrected}"
    );
    assert_eq!(office.phone_calls().await.len(), 1);
    page.says("Wants a quote by Friday.").await;
    page.says("Quote for the harbour").await;
    page.leave().await;
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn what_is_undone_or_kept_private_in_the_window_is_taken_out_of_dynamics() {
    let (_session, office, _app, page) = at_a_logged_call().await;

    page.click("button", "More").await;
    page.click("menuitem", "Undo…").await;
    page.the("heading", "Take this call out of Dynamics?").await;
    assert_eq!(office.phone_calls().await.len(), 1, "it did not ask first");
    page.click("button", "Take it out").await;
    office.has_no_call().await;

    page.click("button", "Log it anyway").await;
    office.logs(1).await;

    page.click("button", "More").await;
    page.click("menuitem", "Keep private…").await;
    page.the("heading", "Keep this call private?").await;
    page.click("button", "Keep private").await;
    office.has_no_call().await;
    page.says("Left out: you keep this call to yourself.").await;
    page.leave().await;
}
