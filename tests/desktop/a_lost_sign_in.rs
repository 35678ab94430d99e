//! Microsoft takes the sign-in back: the light says so, one notification asks, and the tray leads back.

use ringlog_desktop_driver::notifications::Notifications;
use ringlog_desktop_driver::session::Session;
use ringlog_desktop_driver::tray::TrayItem;

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn a_lost_sign_in_is_told_once_and_regained_from_the_tray() {
    let (session, office) = Session::linked().await;
    let notifications = Notifications::listen().await;
    let app = session.start(&["--tray"]);
    let tray = TrayItem::of(&app).await;
    tray.begins_with("All is well").await;
    let visits = session.visited().len();

    office.act("sign_in_revoked").await;
    let mut calls = Vec::new();
    // What waits grows by one with each pass.
    for waiting in ["One call waits", "2 calls wait", "3 calls wait"] {
        calls.extend(office.act("known_customer_calls").await);
        tray.choose("Sync now").await;
        tray.says(waiting).await;
        tray.begins_with("Sign in again").await;
    }
    tray.shows("attention").await;
    let shown = notifications.shown_by(&app);
    assert_eq!(shown.len(), 1, "{shown:#?}");
    assert!(
        shown[0]
            .actions
            .contains(&("sign_in".to_owned(), "Sign in again".to_owned())),
        "{shown:#?}"
    );
    assert_eq!(office.phone_calls().await, Vec::<serde_json::Value>::new());
    assert_eq!(session.visited().len(), visits, "it went there unasked");

    tray.choose("Sign in again").await;

    tray.begins_with("All is well").await;
    tray.shows("linked").await;
    office.logs(3).await;
    office.has_each_once(&calls).await;
    assert_eq!(session.visited().len(), visits + 1);
}
