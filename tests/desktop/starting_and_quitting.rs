//! The app comes, stays out of the way and goes, as its tray menu and its window say.

use ringlog_desktop_driver::processes::{family_of, started_by};
use ringlog_desktop_driver::screen::Screen;
use ringlog_desktop_driver::session::{Session, until};
use ringlog_desktop_driver::tray::TrayItem;
use ringlog_desktop_driver::window::Page;

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn the_tray_has_the_way_in_and_the_way_out() {
    let session = Session::new();
    let app = session.start(&[]);

    let tray = TrayItem::of(&app).await;

    let labels = tray.labels().await;
    assert_eq!(labels, ["Not set up yet", "Open Ringlog", "Quit"]);
    assert_eq!(tray.status().await, "Active");
    tray.shows("unlinked").await;
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn quitting_from_the_tray_ends_every_process() {
    let session = Session::new();
    let mut app = session.start(&[]);
    Screen::look().window_of(&app).await;
    let family = until("the window has its processes", async || {
        let family = family_of(app.id());
        (family.len() > 1).then_some(family)
    })
    .await;

    TrayItem::of(&app).await.choose("Quit").await;

    let status = app.ended().await;
    assert!(status.success(), "{status}; it said: {}", app.said());
    for process in family {
        let what = format!("{} ends with the app", process.name);
        until(&what, async || {
            family_of(process.id).is_empty().then_some(())
        })
        .await;
    }
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn the_window_is_named_and_has_the_focus() {
    let session = Session::new();
    let app = session.start(&[]);

    let window = Screen::look().focused_window_of(&app).await;

    assert_eq!(window.title, "Ringlog");
    assert!(!window.is_minimised);
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn a_closed_window_comes_back_from_the_tray() {
    let session = Session::new();
    let app = session.start(&[]);
    let screen = Screen::look();
    let window = screen.window_of(&app).await;

    screen.close(&window);
    screen.no_window_of(&app).await;
    TrayItem::of(&app).await.choose("Open Ringlog").await;

    assert_eq!(screen.focused_window_of(&app).await.title, "Ringlog");
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn the_page_in_the_window_is_the_apps_own() {
    let session = Session::new();
    let app = session.start_to_be_driven(&[]);

    let page = Page::of(&app).await;
    page.the("heading", "Connect your PBX").await;

    assert_eq!(page.title().await, "Ringlog");
    assert_eq!(page.address().await.scheme(), "tauri");
    assert!(started_by(app.id()).contains(&"WebKitWebProcess".to_owned()));
    Screen::look().picture("the_window_on_the_screen");
    page.picture("the_page_in_the_window").await;
    page.leave().await;
}
