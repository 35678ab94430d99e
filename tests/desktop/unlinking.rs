//! Unlinking asks first, says what is, and is undone by linking.

use ringlog_desktop_driver::session::Session;
use ringlog_desktop_driver::tray::TrayItem;
use ringlog_desktop_driver::window::Page;

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn unlinking_asks_first_and_linking_again_undoes_it() {
    let (session, office) = Session::linked().await;
    let app = session.start_to_be_driven(&[]);
    let tray = TrayItem::of(&app).await;
    let page = Page::of(&app).await;
    tray.begins_with("All is well").await;

    page.click("button", "Unlink").await;
    page.the("heading", "Unlink this account?").await;
    page.says("Ringlog stops logging your calls in Dynamics.")
        .await;
    page.click("button", "Cancel").await;
    page.says("Linked as").await;
    tray.begins_with("All is well").await;

    page.click("button", "Unlink").await;
    page.the("heading", "Unlink this account?").await;
    page.click_last("button", "Unlink").await;
    page.the("heading", "Unlinked").await;
    page.click_last("button", "Close").await;
    page.says("No account is linked, so no call is logged.")
        .await;
    tray.begins_with("Unlinked").await;
    tray.shows("unlinked").await;
    let calls = office.act("known_customer_calls").await;
    tray.choose("Sync now").await;
    tray.says("One call waits").await;
    assert_eq!(office.phone_calls().await, Vec::<serde_json::Value>::new());

    page.click("button", "Link account Get OAuth token").await;
    page.says("Linked as").await;
    tray.begins_with("All is well").await;
    tray.shows("linked").await;
    office.logs(1).await;
    office.has_each_once(&calls).await;
    page.leave().await;
}
