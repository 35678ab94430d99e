//! A pause is shown, keeps Ringlog quiet, and ends when the person says so.

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use ringlog_desktop_driver::session::Session;
use ringlog_desktop_driver::tray::TrayItem;
use ringlog_desktop_driver::window::Page;

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn a_pause_from_the_tray_is_shown_and_ends_with_resume() {
    let (session, office) = Session::linked().await;
    let app = session.start_to_be_driven(&[]);
    let tray = TrayItem::of(&app).await;
    let page = Page::of(&app).await;
    tray.begins_with("All is well").await;

    tray.choose("Pause for an hour").await;

    tray.labels_when("the tray says until when", |labels| {
        labels[0].starts_with("Paused until ")
    })
    .await;
    tray.shows("attention").await;
    page.says("Nothing is lost: calls are caught up afterwards.")
        .await;
    let calls = office.act("known_customer_calls").await;
    assert!(!tray.labels().await.contains(&"Sync now".to_owned()));

    tray.choose("Resume").await;

    office.logs(1).await;
    office.has_each_once(&calls).await;
    tray.begins_with("All is well").await;
    tray.shows("linked").await;
    page.leave().await;
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn times_are_those_of_the_clock_on_the_persons_wall() {
    let (mut session, _office) = Session::linked().await;
    session.export("TZ", "Asia/Kathmandu");
    session.export("LC_ALL", "en_GB.UTF-8");
    let app = session.start(&["--tray"]);
    let tray = TrayItem::of(&app).await;
    tray.begins_with("All is well").await;
    let kathmandu = TimeZone::fixed(Offset::from_seconds(20_700).unwrap());
    let in_an_hour = || {
        let now = Timestamp::now();
        let then = (now + SignedDuration::from_hours(1)).to_zoned(kathmandu.clone());
        let is_today = then.date() == now.to_zoned(kathmandu.clone()).date();
        let day = if is_today { "" } else { "tomorrow, " };
        format!("Paused until {day}{}", then.strftime("%H:%M"))
    };

    let earliest = in_an_hour();
    tray.choose("Pause for an hour").await;
    let labels = tray
        .labels_when("the tray says until when", |labels| {
            labels[0].starts_with("Paused until ")
        })
        .await;

    let latest = in_an_hour();
    assert!(
        [&earliest, &latest].contains(&&labels[0]),
        "{labels:?}, neither {earliest:?} nor {latest:?}"
    );
}
