//! The pictures of the README: the real app after a morning on the telephone.

use std::path::PathBuf;

use jiff::Timestamp;
use serde_json::json;

use ringlog_desktop_driver::screen::{Screen, as_png};
use ringlog_desktop_driver::session::{App, Office, Session};
use ringlog_desktop_driver::tray::TrayItem;
use ringlog_desktop_driver::window::Page;

/// Where it is about noon, so that a morning is behind the person whenever the pictures are made.
fn zone_at_noon() -> String {
    let now = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    // The sign is the other way round in these names (tzdata, "etcetera").
    format!("Etc/GMT{:+}", now.hour() - 12)
}

/// Keeps a picture where `cargo xtask pictures` wants it, else with what tests leave behind.
fn keep(name: &str, pixels: &[u8], size: (u16, u16)) {
    let png = as_png(pixels, size);
    assert!(png.len() < 150_000, "{name}: {} bytes", png.len());
    let directory = std::env::var_os("RINGLOG_PICTURES").map(PathBuf::from);
    let directory = directory.unwrap_or_else(|| env!("CARGO_TARGET_TMPDIR").into());
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join(format!("{name}.png")), png).unwrap();
}

async fn keep_page(name: &str, page: &Page) {
    let (pixels, size) = page.painted().await;
    assert_eq!(size, (960, 680), "{name}");
    keep(name, &pixels, size);
}

async fn office_at_noon() -> (Session, Office) {
    let mut session = Session::new();
    session.export("TZ", &zone_at_noon());
    session.export("LC_ALL", "en_GB.UTF-8");
    let office = session.office().await;
    (session, office)
}

/// The app with a morning's calls, all of which are logged.
async fn after_a_morning(session: &Session, office: &Office, start: fn(&Session) -> App) -> App {
    let particulars = json!({ "calls": 14 });
    office.act_with("week_off", &particulars).await;
    session.set_up_and_link(office).await;
    let app = start(session);
    let tray = TrayItem::of(&app).await;
    tray.labels_when("the morning is logged", |labels| {
        labels[0] == "All is well" && labels[1].starts_with("Last call logged: ")
    })
    .await;
    app
}

async fn home_of(app: &App) -> Page {
    let page = Page::of(app).await;
    page.the("heading", "All is well").await;
    page.says("Last call logged: ").await;
    page
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask pictures`"]
async fn of_the_first_step() {
    let (session, _office) = office_at_noon().await;
    let app = session.start_to_be_driven(&[]);
    let page = Page::of(&app).await;
    page.the("heading", "Connect your PBX").await;
    // A caret that blinks never stands still.
    page.run("document.activeElement.blur()").await;

    keep_page("first-run", &page).await;
    page.leave().await;
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask pictures`"]
async fn of_the_pages() {
    let (session, office) = office_at_noon().await;
    let app = after_a_morning(&session, &office, |session| session.start_to_be_driven(&[])).await;
    let page = home_of(&app).await;
    keep_page("home", &page).await;

    page.click("button", "Calls").await;
    page.the("heading", "Calls").await;
    page.says("Jon Aske").await;
    page.run("[...document.querySelectorAll('[role=option]')].find((row) => row.textContent.includes('Jon Aske')).click()")
        .await;
    page.says("History").await;
    keep_page("calls", &page).await;

    page.click("button", "Settings").await;
    page.the("heading", "Settings").await;
    keep_page("settings", &page).await;

    page.click("button", "Help").await;
    page.click("button", "Check everything").await;
    page.the("button", "Check again").await;
    keep_page("help", &page).await;
    page.leave().await;
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask pictures`"]
async fn of_the_window_in_the_dark() {
    let (mut session, office) = office_at_noon().await;
    session.export("GTK_THEME", "Adwaita:dark");
    let app = after_a_morning(&session, &office, |session| session.start_to_be_driven(&[])).await;
    let page = home_of(&app).await;

    keep_page("home-dark", &page).await;
    page.leave().await;
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask pictures`"]
async fn of_the_tray_and_its_menu() {
    let (session, office) = office_at_noon().await;
    let _app = after_a_morning(&session, &office, |session| session.start(&["--tray"])).await;

    let (pixels, size) = Screen::look().menu_of_the_tray().await;
    keep("tray", &pixels, size);
}
