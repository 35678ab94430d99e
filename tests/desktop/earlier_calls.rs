//! Earlier calls in the window: the days, what would become of their calls, a yes, and how far it is.

use jiff::{ToSpan, Zoned};
use serde_json::json;

use ringlog_desktop_driver::session::Session;
use ringlog_desktop_driver::tray::TrayItem;
use ringlog_desktop_driver::window::Page;

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn earlier_calls_are_shown_approved_and_logged_from_the_window() {
    let (session, office) = Session::linked().await;
    let app = session.start_to_be_driven(&[]);
    let tray = TrayItem::of(&app).await;
    let page = Page::of(&app).await;
    tray.begins_with("All is well").await;
    let of_these_days = json!({ "calls": 12, "days_ago": 3 });
    let mut calls = office.act_with("week_off", &of_these_days).await;
    let before_them = json!({ "calls": 6, "days_ago": 9 });
    office.act_with("week_off", &before_them).await;

    page.click("button", "Calls").await;
    page.click("button", "Log earlier calls…").await;
    let today = Zoned::now().date();
    page.fill_day("First day", today - 5.days()).await;
    page.fill_day("Last day", today - 2.days()).await;
    page.click("button", "Show what would happen").await;
    page.says("10 calls would be logged: 8 on known contacts, 2 on 2 new contacts.")
        .await;
    page.says("2 would be left out.").await;
    assert_eq!(office.phone_calls().await, Vec::<serde_json::Value>::new());

    // So that they stay long enough to be seen.
    office.act("dynamics_goes_away").await;
    page.click("button", "Log these calls").await;
    page.the("heading", "Logging earlier calls").await;
    page.the("progressbar", "Logging earlier calls").await;
    office.act("dynamics_comes_back").await;
    tray.choose("Sync now").await;

    office.logs(10).await;
    // Every sixth is one to a colleague.
    let mut place = 0;
    calls.retain(|_| {
        place += 1;
        place % 6 != 0
    });
    office.has_each_once(&calls).await;
    tray.begins_with("All is well").await;
    page.leave().await;
}
