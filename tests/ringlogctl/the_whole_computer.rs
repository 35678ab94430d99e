//! What holds for the whole of a Windows, so that each test needs it to itself: `cargo xtask windows` runs them last.

use ringlog_simulator::office::{CLIENT_ID, PASSWORD, TENANT};
use ringlog_simulator::vodia::call::SimulatedCall;
use windows_registry::{CURRENT_USER, LOCAL_MACHINE};

use super::desk::{Desk, minutes_ago};
use super::terminal::Terminal;

const POLICY: &str = r"SOFTWARE\Policies\Ringlog";
/// Where Wine keeps what its Credential Manager encrypts with.
const CREDENTIALS: &str = r"Software\Wine\Credential Manager";
const ENCRYPTION_KEY: &str = "EncryptionKey";

/// Spoils Wine's Credential Manager until this is dropped: no credential is read or written.
struct NoCredentials(windows_registry::Value);

impl NoCredentials {
    fn begin() -> Self {
        let manager = CURRENT_USER.create(CREDENTIALS).unwrap();
        let key = manager.get_value(ENCRYPTION_KEY).unwrap();
        manager.set_string(ENCRYPTION_KEY, "no key").unwrap();
        Self(key)
    }
}

impl Drop for NoCredentials {
    fn drop(&mut self) {
        let manager = CURRENT_USER.create(CREDENTIALS).unwrap();
        manager.set_value(ENCRYPTION_KEY, &self.0).unwrap();
    }
}

#[ignore = "spoils the Credential Manager of this Wine while it runs"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_credential_manager_it_is_said_and_nothing_is_lost() {
    let desk = Desk::linked().await;
    desk.call(SimulatedCall::inbound("07700900461", minutes_ago(5)).ended_after_seconds(60));
    let none = NoCredentials::begin();

    let password = format!("{PASSWORD}\n");
    for (words, input) in [
        (["sync"].as_slice(), ""),
        (&["link", "--print-url"], ""),
        (&["pbx", "login"], password.as_str()),
    ] {
        let ended = desk.terminal.run_with_input(words, input).await.with(5);
        assert!(ended.stderr.contains("keychain"), "{ended}");
    }

    drop(none);
    desk.terminal.run(&["sync"]).await.with(0);
    assert_eq!(desk.logged_once().len(), 1);
}

#[ignore = "spoils the Credential Manager of this Wine while it runs"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_profile_without_the_credential_manager_gets_no_account() {
    // So that there is a key to spoil.
    drop(Desk::linked().await);
    let desk = Desk::with_settings().await;
    desk.office.entra.grant_consent(CLIENT_ID, TENANT);
    let _none = NoCredentials::begin();

    desk.terminal.run(&["link", "--print-url"]).await.with(5);

    assert_eq!(desk.office.entra_server().requests(), [""; 0]);
}

/// The policies of this computer, until this is dropped.
struct Policy;

impl Policy {
    fn begin() -> (Self, windows_registry::Key) {
        (Self, LOCAL_MACHINE.create(POLICY).unwrap())
    }
}

impl Drop for Policy {
    fn drop(&mut self) {
        LOCAL_MACHINE.remove_tree(POLICY).unwrap();
    }
}

#[ignore = "sets a policy for everybody on this Windows while it runs"]
#[tokio::test]
async fn what_a_policy_in_the_registry_sets_nobody_changes_until_it_goes() {
    let terminal = Terminal::new();
    let set = ["config", "set", "pbx.poll_seconds", "30"];
    let (policy, key) = Policy::begin();
    key.set_u32("pbx.poll_seconds", 60).unwrap();

    let shown = terminal.run(&["config", "show"]).await.with(0);
    let refused = terminal.run(&set).await.with(2);

    let line = shown
        .stdout
        .lines()
        .find(|line| line.starts_with("pbx.poll_seconds"));
    assert!(
        line.is_some_and(|line| line.contains(" 60 ") && line.contains("policy, locked")),
        "{shown}"
    );
    assert!(refused.stderr.contains("HKEY_LOCAL_MACHINE"), "{refused}");
    drop(policy);
    terminal.run(&set).await.with(0);
}
