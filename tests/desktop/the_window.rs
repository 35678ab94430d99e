//! The window and what it costs: its web process lives as long as it is open, and it comes back as it was.

use ringlog_desktop_driver::processes::{family_of, started_by};
use ringlog_desktop_driver::screen::{Screen, keep};
use ringlog_desktop_driver::session::{Session, until};
use ringlog_desktop_driver::tray::TrayItem;
use ringlog_desktop_driver::window::Page;

const WEB_PROCESS: &str = "WebKitWebProcess";

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn started_to_the_tray_it_is_one_process() {
    let (session, _office) = Session::linked().await;
    let app = session.start(&["--tray"]);

    TrayItem::of(&app).await.begins_with("All is well").await;

    assert_eq!(started_by(app.id()), Vec::<String>::new());
    assert_eq!(Screen::look().windows_of(&app), []);
    keep_memory("started_to_the_tray", app.id());
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn a_closed_window_leaves_no_web_process_and_comes_back_the_same() {
    let (session, _office) = Session::linked().await;
    let app = session.start(&[]);
    let tray = TrayItem::of(&app).await;
    tray.begins_with("All is well").await;
    let screen = Screen::look();
    let window = screen.focused_window_of(&app).await;
    let shown = screen.painted(&window).await;
    assert!(started_by(app.id()).contains(&WEB_PROCESS.to_owned()));
    keep_memory("with_the_window", app.id());

    screen.close(&window);
    screen.no_window_of(&app).await;
    until("the web process is gone", async || {
        let started = started_by(app.id());
        (!started.contains(&WEB_PROCESS.to_owned())).then_some(())
    })
    .await;
    keep_memory("after_the_window", app.id());

    tray.choose("Open Ringlog").await;
    let window = screen.focused_window_of(&app).await;
    until("the window shows the same again", async || {
        looks_like(&screen.pixels_of(&window), &shown).then_some(())
    })
    .await;
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn the_window_speaks_the_language_of_the_setting_and_is_dark_on_a_dark_desktop() {
    let (mut session, office) = Session::linked().await;
    session
        .in_terminal(&["config", "set", "app.language", "de"], "")
        .await;
    session.export("GTK_THEME", "Adwaita:dark");
    let calls = office.act("known_customer_calls").await;
    let app = session.start_to_be_driven(&[]);
    let page = Page::of(&app).await;

    TrayItem::of(&app)
        .await
        .begins_with("Alles in Ordnung")
        .await;
    page.the("heading", "Alles in Ordnung").await;
    page.says("Jon Aske").await;

    assert_eq!(calls.len(), 1);
    let style = "return getComputedStyle(document.body)";
    assert_eq!(page.run("return document.documentElement.lang").await, "de");
    let is_dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
    assert_eq!(page.run(is_dark).await, true);
    let background = page.run(&format!("{style}.backgroundColor")).await;
    let ink = page.run(&format!("{style}.color")).await;
    assert!(
        brightness(&background) < brightness(&ink),
        "{ink} on {background}"
    );
    page.picture("german_and_dark").await;
    page.leave().await;
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn no_graphics_processor_is_made_ready_for_the_page() {
    let (session, _office) = Session::linked().await;
    let app = session.start(&[]);
    let screen = Screen::look();
    let window = screen.focused_window_of(&app).await;
    screen.painted(&window).await;

    let family = family_of(app.id());
    let mut web = family.iter().filter(|process| process.name == WEB_PROCESS);
    let threads = web.next().expect("there is no page").threads();
    let is_gpu = |thread: &String| thread.contains("SkiaGPU");
    assert!(!threads.iter().any(is_gpu), "{threads:?}");
}

/// Whether all but one in fifty pixels are the same: a scroll bar fades, and the edges of letters shimmer.
fn looks_like(shown: &[u8], before: &[u8]) -> bool {
    let pairs = shown.chunks_exact(3).zip(before.chunks_exact(3));
    let different = pairs.filter(|(one, other)| one != other).count();
    shown.len() == before.len() && different * 50 < shown.len() / 3
}

/// The sum of the red, green and blue of `rgb(r, g, b)`.
fn brightness(colour: &serde_json::Value) -> u32 {
    let colour = colour.as_str().unwrap();
    let numbers = colour.split(|char: char| !char.is_ascii_digit());
    numbers
        .filter_map(|number| number.parse::<u32>().ok())
        .take(3)
        .sum()
}

/// Keeps what the processes of the app have in memory as `NAME.txt`.
fn keep_memory(name: &str, id: u32) {
    let lines = family_of(id).into_iter().map(|process| {
        let megabytes = process.resident_bytes / 1_000_000;
        format!("{} {megabytes} MB\n", process.name)
    });
    keep(&format!("{name}.txt"), lines.collect::<String>().as_bytes());
}
