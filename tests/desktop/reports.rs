//! The two reports of the window: read first, then saved as files of the person's own.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use ringlog_desktop_driver::session::Session;
use ringlog_desktop_driver::tray::TrayItem;
use ringlog_desktop_driver::window::Page;

/// Waits until the window names the one file of this beginning in the person's home, and gives it.
async fn saved(session: &Session, page: &Page, beginning: &str) -> PathBuf {
    page.says(&format!("Saved in {}", session.file(beginning).display()))
        .await;
    let mut files: Vec<PathBuf> = fs::read_dir(session.file(""))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with(beginning)
        })
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn the_reports_are_read_in_the_window_and_saved_as_shown() {
    let (session, office) = Session::linked().await;
    office.act("known_customer_calls").await;
    let app = session.start_to_be_driven(&[]);
    let page = Page::of(&app).await;
    office.logs(1).await;
    TrayItem::of(&app).await.begins_with("All is well").await;
    page.click("button", "Help").await;

    page.click("button", "Check the numbers").await;
    page.says("Of 6 numbers of 6 records 2 can never match a call, or ask each time.")
        .await;
    page.click("button", "Save all as CSV").await;
    let file = saved(&session, &page, "Ringlog numbers").await;
    let csv = fs::read_to_string(&file).unwrap();
    for name in ["Anna Quist", "Bo Quist"] {
        assert!(csv.contains(name), "{csv}");
    }
    assert!(!csv.contains("Jon Aske"), "{csv}");

    page.click("button", "Show the text").await;
    let shown = page.the("region", "The text for support").await;
    let shown = shown.prop("textContent").await.unwrap().unwrap();
    page.click("button", "Save this text").await;
    let file = saved(&session, &page, "Ringlog diagnostics").await;
    assert_eq!(fs::read_to_string(&file).unwrap(), shown);
    assert!(shown.contains("## Settings"), "{shown}");
    for personal in ["Aske", "79460018", "mira.holm", &office.opening.password] {
        assert!(!shown.contains(personal), "{personal}: {shown}");
    }
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    page.leave().await;
}
