//! Calls that wait outlive everything that ends the app.

use ringlog_desktop_driver::session::Session;
use ringlog_desktop_driver::tray::TrayItem;

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn calls_that_wait_when_the_app_is_killed_are_logged_once_after_the_next_start() {
    let (session, office) = Session::linked().await;
    let app = session.start(&["--tray"]);
    let tray = TrayItem::of(&app).await;
    tray.begins_with("All is well").await;
    office.act("dynamics_goes_away").await;
    let mut calls = office.act("known_customer_calls").await;
    calls.extend(office.act("customer_called").await);
    calls.extend(office.act("unknown_number_calls").await);
    tray.choose("Sync now").await;
    tray.says("3 calls wait").await;

    app.kill().await;
    office.act("dynamics_comes_back").await;
    let app = session.start(&["--tray"]);

    office.logs(3).await;
    let tray = TrayItem::of(&app).await;
    tray.begins_with("All is well").await;
    // One more pass has nothing to do but this call.
    calls.extend(office.act("known_customer_calls").await);
    tray.choose("Sync now").await;
    office.logs(4).await;
    office.has_each_once(&calls).await;
}
