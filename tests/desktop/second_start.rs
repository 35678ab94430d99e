//! Starting what runs already shows it; another profile is another app.

use ringlog_desktop_driver::screen::Screen;
use ringlog_desktop_driver::session::Session;
use ringlog_desktop_driver::tray::TrayItem;

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn a_second_start_shows_the_window_of_the_first_and_ends() {
    let session = Session::new();
    let first = session.start(&["--tray"]);
    TrayItem::of(&first).await;
    let screen = Screen::look();
    assert_eq!(screen.windows_of(&first), []);

    let mut second = session.start(&[]);

    let status = second.ended().await;
    assert!(status.success(), "{status}; it said: {}", second.said());
    assert_eq!(screen.focused_window_of(&first).await.title, "Ringlog");
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn two_profiles_run_beside_each_other() {
    let session = Session::new();
    let other = session.file("another profile");
    let app = session.start(&[]);
    let beside = session.start(&["--profile", other.to_str().unwrap()]);
    let screen = Screen::look();

    for app in [&app, &beside] {
        TrayItem::of(app).await.begins_with("Not set up yet").await;
        assert_eq!(screen.window_of(app).await.title, "Ringlog");
    }
}
