//! The reports a person saves: beside a running Ringlog, into a file of their own, and over no other.

use ringlog_simulator::dataverse::NewContact;
use ringlog_simulator::office::PASSWORD;
use ringlog_simulator::vodia::call::SimulatedCall;

use super::desk::{Desk, minutes_ago};
use super::terminal::Running;

/// A desk with a contact of this number, while `sync --watch` holds the profile.
async fn watched(mobile_phone: &str) -> (Desk, Running) {
    let desk = Desk::linked().await;
    desk.office.dataverse.add_contact(NewContact {
        last_name: "=Askeland".to_owned(),
        mobile_phone: mobile_phone.to_owned(),
        ..NewContact::default()
    });
    desk.call(SimulatedCall::inbound("02079460018", minutes_ago(5)));
    let mut watch = desk.terminal.start(&["sync", "--watch"]);
    let line = watch.line().await;
    assert!(line.contains("Logged 1"), "{line}");
    (desk, watch)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_that_cannot_match_are_reported_beside_a_running_ringlog() {
    let (desk, _watch) = watched("ask reception").await;
    let file = desk.terminal.file("numbers.csv");
    let path = file.to_str().unwrap();

    let words = desk.terminal.run(&["numbers"]).await.with(1);
    assert!(words.stdout.contains("1 can never match a call"), "{words}");
    assert!(words.stdout.contains("no number but words"), "{words}");
    assert!(!file.exists());

    let saved = desk
        .terminal
        .run(&["--json", "numbers", "--output", path])
        .await
        .with(1);
    assert_eq!(saved.document()["rows"][0]["fault"], "words");
    let csv = std::fs::read_to_string(&file).unwrap();
    assert!(csv.starts_with("\u{feff}table,name,company,"), "{csv}");
    assert!(
        csv.contains("contact,'=Askeland,,mobilephone,ask reception,"),
        "{csv}"
    );
    assert!(csv.contains("etn=contact"), "{csv}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_there_is_replaced_only_by_force() {
    let desk = Desk::linked().await;
    let file = desk.terminal.file("report");
    std::fs::write(&file, "mine").unwrap();
    let path = file.to_str().unwrap();

    for command in ["numbers", "diagnostics"] {
        let asked = desk.office.dataverse_server().requests().len();
        let refused = desk
            .terminal
            .run(&[command, "--output", path])
            .await
            .with(2);
        assert!(refused.stderr.contains("--force"), "{refused}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
        assert_eq!(desk.office.dataverse_server().requests().len(), asked);
        desk.terminal
            .run(&[command, "--output", path, "--force"])
            .await
            .with(0);
        assert_ne!(std::fs::read_to_string(&file).unwrap(), "mine");
        std::fs::write(&file, "mine").unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_text_for_support_is_private_and_holds_no_secret() {
    let (desk, _watch) = watched("020 7946 0018").await;
    let file = desk.terminal.file("support.txt");
    let path = file.to_str().unwrap();

    let shown = desk.terminal.run(&["diagnostics"]).await.with(0);
    desk.terminal
        .run(&["diagnostics", "--output", path])
        .await
        .with(0);

    let saved = std::fs::read_to_string(&file).unwrap();
    let after_its_date = |text: &str| {
        text.split_once("## Settings")
            .unwrap()
            .1
            .trim_end()
            .to_owned()
    };
    assert_eq!(after_its_date(&saved), after_its_date(&shown.stdout));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert!(saved.contains("(99999999999)"), "{saved}");
    let profile = desk.terminal.profile.display().to_string();
    let secrets = desk.office.entra.secrets();
    assert!(!secrets.is_empty());
    for secret in secrets
        .iter()
        .map(String::as_str)
        .chain([PASSWORD, "Askeland", &profile])
    {
        assert!(!saved.contains(secret), "{secret} in\n{saved}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_in_which_nothing_ever_happened_has_a_text_as_well() {
    let desk = Desk::with_settings().await;
    let shown = desk.terminal.run(&["--json", "diagnostics"]).await.with(0);
    let text = shown.document()["text"].as_str().unwrap().to_owned();
    assert!(
        text.contains("all stand-ins of a kind are the same"),
        "{text}"
    );
    assert!(!desk.terminal.file("ledger.sqlite3").exists());

    desk.terminal.run(&["numbers"]).await.with(3);
}
