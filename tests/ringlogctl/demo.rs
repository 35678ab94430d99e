//! The demo tells one morning from a new profile to the records in Dynamics.

use std::collections::BTreeSet;

use serde_json::Value;

use super::terminal::Terminal;

const CHAPTERS: [&str; 10] = [
    "Ringlog, demo",
    "1. A new profile",
    "2. Linked",
    "3. One pass over the morning's calls",
    "4. In Dynamics now",
    "5. Left out, and why",
    "6. Open, and what for",
    "7. The same, read back from the simulated Dynamics",
    "8. The light",
    "9. Unlinked again",
];

#[tokio::test]
async fn the_demo_tells_every_chapter_and_touches_no_profile() {
    let terminal = Terminal::new();

    let told = terminal.run(&["demo"]).await.with(0);

    let headings: Vec<&str> = told
        .stdout
        .lines()
        .filter(|line| CHAPTERS.contains(line))
        .collect();
    assert_eq!(headings, CHAPTERS, "{told}");
    assert_eq!(told.stderr, "");
    assert!(!terminal.profile.exists());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_demo_needs_no_keychain() {
    let mut terminal = Terminal::new();
    terminal.unset("DBUS_SESSION_BUS_ADDRESS");
    terminal.unset("XDG_RUNTIME_DIR");

    terminal.run(&["demo"]).await.with(0);
}

#[tokio::test]
async fn what_the_demo_logged_is_what_is_read_back_from_dynamics() {
    let told = Terminal::new().run(&["--json", "demo"]).await.with(0);
    assert_eq!(told.stderr, "");

    let story = told.document();
    let logged: Vec<&Value> = of(&story["calls"])
        .filter(|call| call["state"] == "logged")
        .collect();
    let written: BTreeSet<&str> = logged
        .iter()
        .map(|call| text(&call["activity_id"]))
        .collect();
    let read: BTreeSet<&str> = of(&story["dynamics"])
        .map(|row| text(&row["activity_id"]))
        .collect();
    assert!(written.len() >= 5, "{written:?}");
    assert_eq!(written.len(), logged.len());
    assert_eq!(story["sync"]["logged"], logged.len());
    assert_eq!(written, read);
    // A record of another writer is taken as it is, with whatever it regards.
    let own = |call: &&Value| {
        call["reason"]
            .as_str()
            .is_none_or(|why| !why.starts_with("Already logged"))
    };
    for call in logged.into_iter().filter(own) {
        let id = text(&call["activity_id"]);
        let row = of(&story["dynamics"])
            .find(|row| row["activity_id"] == id)
            .unwrap();
        let contact = call["contact_name"].as_str().unwrap_or("nobody");
        assert_eq!(
            (row["state"].as_i64(), text(&row["regarding"])),
            (Some(1), contact)
        );
    }
    let lights = [
        &story["status"]["light"],
        &story["status_unlinked"]["light"],
    ];
    assert_eq!(lights, ["amber", "grey"]);
}

fn of(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().unwrap().iter()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
