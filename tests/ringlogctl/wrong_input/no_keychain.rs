//! A session without a Secret Service, with a locked one, or with another one than before.

use ringlog_simulator::office::{CLIENT_ID, PASSWORD, TENANT};

use super::super::desk::Desk;
use super::{add_call, check};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_keychain_it_is_said_and_nothing_is_lost() {
    let mut desk = Desk::linked().await;
    add_call(&desk);
    let bus = std::env::var("DBUS_SESSION_BUS_ADDRESS").unwrap();
    desk.terminal.unset("DBUS_SESSION_BUS_ADDRESS");
    desk.terminal.unset("XDG_RUNTIME_DIR");

    let sync = desk.terminal.run(&["sync"]).await.with(5);
    assert!(sync.stderr.contains("keychain"), "{sync}");
    check(&desk.terminal, &["link", "--print-url"], 5, &["keychain"]).await;
    let password = format!("{PASSWORD}\n");
    let login = desk
        .terminal
        .run_with_input(&["pbx", "login"], &password)
        .await
        .with(5);
    assert!(login.stderr.contains("keychain"), "{login}");

    desk.terminal.export("DBUS_SESSION_BUS_ADDRESS", bus);
    desk.terminal.run(&["sync"]).await.with(0);
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_profile_without_a_keychain_gets_no_account() {
    let mut desk = Desk::with_settings().await;
    desk.office.entra.grant_consent(CLIENT_ID, TENANT);
    desk.terminal.unset("DBUS_SESSION_BUS_ADDRESS");
    desk.terminal.unset("XDG_RUNTIME_DIR");

    check(&desk.terminal, &["link", "--print-url"], 5, &["keychain"]).await;

    // The person is not sent to Microsoft for an account that could not be kept.
    assert_eq!(desk.office.entra_server().requests(), [""; 0]);
}

/// A bus that starts nothing by itself, so that nobody is asked for the keyring's password.
const BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#;

/// A second keyring on the same files, locked, that runs below its first word; goes on with the other words there.
const BESIDE_A_LOCKED_KEYRING: &str = r#"
export XDG_RUNTIME_DIR="$0"
gnome-keyring-daemon --daemonize --components=secrets >/dev/null 2>&1
exec "$@""#;

/// A new keyring below its first word, unlocked; goes on with the other words there.
const BESIDE_ANOTHER_KEYRING: &str = r#"
export XDG_DATA_HOME="$0" XDG_RUNTIME_DIR="$0"
echo | gnome-keyring-daemon --daemonize --unlock --components=secrets >/dev/null 2>&1
exec "$@""#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_keychain_is_told_apart_and_nothing_is_lost() {
    let mut desk = Desk::linked().await;
    add_call(&desk);
    let home = tempfile::tempdir().unwrap();
    let configuration = home.path().join("bus.conf");
    std::fs::write(&configuration, BUS).unwrap();
    let words = [
        "dbus-run-session",
        "--config-file",
        configuration.to_str().unwrap(),
        "--",
        "sh",
        "-c",
        BESIDE_A_LOCKED_KEYRING,
        home.path().to_str().unwrap(),
    ];
    desk.terminal.started_by = words.map(Into::into).into();

    let sync = desk.terminal.run(&["sync"]).await.with(5);
    assert!(sync.stderr.contains("The keychain is locked"), "{sync}");

    desk.terminal.started_by.clear();
    desk.terminal.run(&["sync"]).await.with(0);
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_keychain_in_its_place_asks_for_what_it_lacks_and_nothing_is_lost() {
    let mut desk = Desk::linked().await;
    add_call(&desk);
    let home = tempfile::tempdir().unwrap();
    let words = [
        "dbus-run-session",
        "--",
        "sh",
        "-c",
        BESIDE_ANOTHER_KEYRING,
        home.path().to_str().unwrap(),
    ];
    desk.terminal.started_by = words.map(Into::into).into();

    let sync = desk.terminal.run(&["sync"]).await.with(4);
    assert!(sync.stderr.contains("No PBX password is kept."), "{sync}");

    desk.terminal.started_by.clear();
    desk.terminal.run(&["sync"]).await.with(0);
    assert_eq!(desk.logged_once().len(), 1);
}
