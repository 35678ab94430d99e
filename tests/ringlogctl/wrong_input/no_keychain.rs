//! A session without a Secret Service.

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
