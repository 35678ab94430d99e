//! What is usual on Windows and new to a program from elsewhere: line ends, paths, names without case, files others hold.

use std::sync::Arc;

use jiff::Timestamp;
use ringlog_simulator::office::{CLIENT_ID, Office, PASSWORD, PERSON, TENANT};
use ringlog_simulator::vodia::call::SimulatedCall;

use super::desk::{Desk, minutes_ago};
use super::terminal::Terminal;

/// One call that is to be logged.
fn add_call(desk: &Desk) {
    desk.call(SimulatedCall::inbound("07700900461", minutes_ago(5)).ended_after_seconds(60));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_written_by_an_editor_of_windows_are_read_and_stay_as_it_writes_them() {
    let desk = Desk::linked().await;
    add_call(&desk);
    let file = desk.terminal.file("settings.toml");
    let text = std::fs::read_to_string(&file).unwrap() + "# mine\n";
    std::fs::write(&file, format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();

    desk.terminal.run(&["sync"]).await.with(0);
    let words = ["config", "set", "pbx.poll_seconds", "60"];
    desk.terminal.run(&words).await.with(0);

    assert_eq!(desk.logged_once().len(), 1);
    let after = std::fs::read_to_string(&file).unwrap();
    assert!(after.starts_with('\u{feff}'), "{after:?}");
    assert_eq!(
        after.matches('\n').count(),
        after.matches("\r\n").count(),
        "{after:?}"
    );
    assert!(after.contains("# mine\r\n"), "{after:?}");
    assert!(after.contains("poll_seconds = 60\r\n"), "{after:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_in_a_file_of_windows_is_read_without_its_line_end() {
    let desk = Desk::with_settings().await;
    let words = ["pbx", "login"];
    let password = format!("{PASSWORD}\r\n");
    desk.terminal
        .run_with_input(&words, &password)
        .await
        .with(0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_may_have_any_path() {
    let mut terminal = Terminal::new();
    let long = "a directory of many letters ".repeat(4);
    for name in ["Zoë ☎ & Söhne (100 %)", "it's.here", long.trim_end()] {
        terminal.profile.push(name);
    }
    let desk = Desk {
        office: Office::open(Arc::new(Timestamp::now)).await.unwrap(),
        terminal,
    };
    desk.write_settings("");
    desk.log_in().await.with(0);
    desk.office.entra.grant_consent(CLIENT_ID, TENANT);
    desk.link(PERSON).await.with(0);
    add_call(&desk);

    desk.terminal.run(&["sync"]).await.with(0);

    assert_eq!(desk.logged_once().len(), 1);
    desk.terminal.run(&["unlink", "--yes"]).await.with(0);
}

#[cfg(windows)]
mod on_windows {
    use std::fs::{File, OpenOptions};
    use std::os::windows::fs::OpenOptionsExt;
    use std::path::{Path, PathBuf};

    use jiff::tz::TimeZone;

    use super::super::desk::Desk;
    use super::super::terminal::Terminal;
    use super::add_call;

    /// Opens a file as a program does that lets nobody else do so.
    fn hold(path: &Path) -> File {
        let mut options = OpenOptions::new();
        options.read(true).share_mode(0).open(path).unwrap()
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_directory_in_other_letters_is_the_same_profile() {
        let mut desk = Desk::linked().await;
        add_call(&desk);
        let upper = desk.terminal.profile.to_str().unwrap().to_uppercase();
        assert_ne!(Path::new(&upper), desk.terminal.profile);
        desk.terminal.profile = PathBuf::from(upper);

        desk.terminal.run(&["sync"]).await.with(0);

        assert_eq!(desk.logged_once().len(), 1);
    }

    #[tokio::test]
    async fn a_variable_in_other_letters_is_the_same_setting() {
        let mut terminal = Terminal::new();
        terminal.export("ringlog_Pbx__Poll_Seconds", "61");

        let shown = terminal.run(&["--json", "config", "show"]).await.document();

        let settings = shown["settings"].as_array().unwrap();
        let one = |setting: &&serde_json::Value| setting["key"] == "pbx.poll_seconds";
        let setting = settings.iter().find(one).unwrap();
        assert_eq!(setting["value"], 61);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn settings_another_program_has_to_itself_are_named_and_stay() {
        let desk = Desk::linked().await;
        add_call(&desk);
        let file = desk.terminal.file("settings.toml");
        let before = std::fs::read(&file).unwrap();
        let held = hold(&file);

        for words in [
            ["config", "set", "pbx.poll_seconds", "60"].as_slice(),
            &["sync"],
        ] {
            let refused = desk.terminal.run(words).await.with(2);
            assert!(refused.stderr.contains(file.to_str().unwrap()), "{refused}");
        }

        drop(held);
        assert_eq!(std::fs::read(&file).unwrap(), before);
        desk.terminal.run(&["sync"]).await.with(0);
        assert_eq!(desk.logged_once().len(), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_ledger_another_program_has_to_itself_is_in_use_and_loses_nothing() {
        let desk = Desk::linked().await;
        desk.terminal.run(&["sync"]).await.with(0);
        add_call(&desk);
        let held = hold(&desk.terminal.file("ledger.sqlite3"));

        for words in [["sync"].as_slice(), &["status"], &["unlink", "--yes"]] {
            let refused = desk.terminal.run(words).await.with(1);
            let sentence = "Another program is using the ledger";
            assert!(refused.stderr.contains(sentence), "{refused}");
        }

        drop(held);
        desk.terminal.run(&["sync"]).await.with(0);
        assert_eq!(desk.logged_once().len(), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn times_are_those_of_the_zone_windows_is_set_to() {
        let desk = Desk::linked().await;
        add_call(&desk);
        desk.terminal.run(&["sync"]).await.with(0);
        let began = *desk.logged_once().keys().next().unwrap();

        let calls = desk.terminal.run(&["calls"]).await.with(0);

        let here = began.to_zoned(TimeZone::system());
        let clock = here.strftime("%Y-%m-%d %H:%M:%S").to_string();
        assert!(calls.stdout.contains(&clock), "{clock} is not in {calls}");
    }
}
