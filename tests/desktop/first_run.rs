//! The first run: what a person types and clicks between installing Ringlog and the first logged call.

use ringlog_desktop_driver::keychain::secrets_kept;
use ringlog_desktop_driver::notifications::Notifications;
use ringlog_desktop_driver::session::{Session, until};
use ringlog_desktop_driver::tray::TrayItem;
use ringlog_desktop_driver::window::Page;

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn four_steps_lead_from_nothing_to_the_first_logged_call() {
    let mut session = Session::new();
    session.export("LC_ALL", "en_GB.UTF-8");
    let office = session.office().await;
    let notifications = Notifications::listen().await;
    let kept_before = secrets_kept().await;
    let app = session.start_to_be_driven(&[]);
    let tray = TrayItem::of(&app).await;
    let page = Page::of(&app).await;
    let settings = &office.opening.settings;

    page.the("heading", "Connect your PBX").await;
    tray.begins_with("Not set up yet").await;
    page.fill("PBX address", &settings["pbx.url"]).await;
    page.fill("Extension", &settings["pbx.extension"]).await;
    page.fill("Tenant (optional)", &settings["pbx.tenant"])
        .await;
    page.fill_and_enter("Password of the extension", "a wrong one")
        .await;
    let alert = page.alert().await;
    assert!(alert.contains("password"), "{alert}");
    assert_eq!(
        secrets_kept().await,
        kept_before,
        "a wrong password is kept"
    );
    let written = std::fs::read_to_string(session.profile.join("settings.toml"));
    assert!(!written.unwrap_or_default().contains("extension"));

    page.fill_and_enter("Password of the extension", &office.opening.password)
        .await;
    page.the("heading", "Find your Dynamics 365").await;
    assert!(secrets_kept().await > kept_before, "no password is kept");

    page.fill("Dynamics address", &settings["dynamics.organization_url"])
        .await;
    page.fill("Application (client) id", &settings["microsoft.client_id"])
        .await;
    page.click("button", "Continue").await;

    page.the("heading", "Allow Ringlog in your organization")
        .await;
    page.click("button", "Grant admin consent").await;

    page.the("heading", "Link your Microsoft account").await;
    tray.begins_with("Not linked yet").await;
    tray.shows("unlinked").await;
    page.click("button", "Link account Get OAuth token").await;

    page.the("heading", "You are linked").await;
    page.says("Mira Holm").await;
    page.click("button", "Go to Home").await;
    tray.begins_with("All is well").await;
    tray.shows("linked").await;
    assert_eq!(notifications.shown_by(&app).len(), 0);

    let calls = office.act("known_customer_calls").await;
    tray.choose("Sync now").await;

    let phone_call = office.logs(1).await.remove(0);
    office.has_each_once(&calls).await;
    let notification = notifications
        .shown(&app, "the logged call is announced", |_| true)
        .await;
    assert_eq!(notification.app, "Ringlog");
    assert_eq!(notification.summary, "Logged: Jon Aske");
    assert_eq!(notification.body, "Incoming call, 1 min 35 s");
    notifications.choose(&notification, "open_record").await;
    let id = phone_call["id"].as_str().unwrap().to_owned();
    until("the browser shows the record", async || {
        let visited = session.visited();
        let address = visited.last()?;
        let is_there = address.starts_with(&settings["dynamics.organization_url"]);
        (is_there && address.contains(&id)).then_some(())
    })
    .await;

    tray.begins_with("All is well").await;
    let labels = tray.labels().await;
    assert!(
        labels[1].starts_with("Last call logged: Jon Aske, "),
        "{labels:?}"
    );
    page.says("Jon Aske").await;
    assert_eq!(notifications.shown_by(&app).len(), 1);
    page.leave().await;
}
