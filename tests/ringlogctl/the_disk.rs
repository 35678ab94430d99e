//! A disk that fills up or may not be written: nothing is sent that is not written down, a sentence says why, and
//! everything goes on once the disk is as it should be.
//!
//! Such a disk is mounted over the profile, in a mount namespace.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use ringlog_simulator::vodia::call::SimulatedCall;
use rusqlite::{Connection, OpenFlags};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use uuid::Uuid;

use super::desk::{Desk, minutes_ago};
use super::terminal::Terminal;

/// Room for the ledger, its log and the program's log, and no more than a test fills quickly.
const PUT_ON_A_SMALL_DISK: &str = r#"cp -a "$0" "$0.before" && mount -t tmpfs -o size=4m,mode=700 tmpfs "$0" && cp -a "$0.before/." "$0" && echo ready && exec cat"#;

/// From a disk without a free byte to one that has room for some of the work.
const FREE_KILOBYTES: [u64; 12] = [0, 4, 12, 24, 40, 60, 84, 112, 144, 180, 220, 300];
const CALLS_PER_ROUND: i64 = 3;

/// A small disk under the profile of a terminal; it goes with the value.
struct SmallDisk {
    _holder: Child,
    profile: PathBuf,
}

impl SmallDisk {
    async fn under(terminal: &mut Terminal) -> Self {
        let mut holder = Command::new("unshare")
            .args(["--user", "--map-current-user", "--keep-caps", "--mount"])
            .args(["sh", "-c", PUT_ON_A_SMALL_DISK])
            .arg(&terminal.profile)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut said = BufReader::new(holder.stdout.take().unwrap()).lines();
        assert_eq!(said.next_line().await.unwrap().as_deref(), Some("ready"));
        let id = holder.id().unwrap().to_string();
        let words = [
            "--user",
            "--preserve-credentials",
            "--mount",
            "--target",
            &id,
        ];
        terminal.started_by = ["nsenter"].iter().chain(&words).map(Into::into).collect();
        let below_root = terminal.profile.strip_prefix("/").unwrap();
        Self {
            _holder: holder,
            profile: Path::new("/proc").join(id).join("root").join(below_root),
        }
    }

    fn filler(&self) -> PathBuf {
        self.profile.join("filler")
    }

    /// Fills it until only so much is free.
    fn fill_up_to(&self, free_bytes: u64) {
        let mut filler = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.filler())
            .unwrap();
        let full = loop {
            if let Err(error) = filler.write_all(&[0; 4_096]) {
                break error;
            }
        };
        assert_eq!(full.kind(), ErrorKind::StorageFull);
        let length = filler.metadata().unwrap().len();
        filler.set_len(length.saturating_sub(free_bytes)).unwrap();
    }

    fn make_room(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    /// The ids of the records that the ledger on the disk knows of.
    fn written_down(&self) -> BTreeSet<Uuid> {
        let copy = tempfile::tempdir().unwrap();
        for suffix in ["", "-wal"] {
            let name = format!("ledger.sqlite3{suffix}");
            match File::open(self.profile.join(&name)) {
                Ok(mut file) => {
                    let mut to = File::create(copy.path().join(&name)).unwrap();
                    std::io::copy(&mut file, &mut to).unwrap();
                }
                Err(error) => assert_eq!(error.kind(), ErrorKind::NotFound),
            }
        }
        let ledger = Connection::open_with_flags(
            copy.path().join("ledger.sqlite3"),
            OpenFlags::SQLITE_OPEN_READ_WRITE,
        )
        .unwrap();
        let mut ids = ledger
            .prepare("SELECT activity_id FROM call WHERE activity_id IS NOT NULL")
            .unwrap();
        let ids = ids.query_map((), |row| row.get::<_, String>(0)).unwrap();
        ids.map(|id| id.unwrap().parse().unwrap()).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_disk_that_fills_up_nothing_is_sent_that_is_not_written_down_and_all_is_sent_in_the_end()
 {
    let mut desk = Desk::linked().await;
    let disk = SmallDisk::under(&mut desk.terminal).await;
    desk.terminal.run(&["sync"]).await.with(0);
    let mut calls = 0;
    let mut refused = 0;

    for free_kilobytes in FREE_KILOBYTES {
        for _ in 0..CALLS_PER_ROUND {
            calls += 1;
            let number = format!("0207946{:04}", 100 + calls);
            desk.call(
                SimulatedCall::inbound(&number, minutes_ago(5 + calls)).ended_after_seconds(50),
            );
        }
        disk.fill_up_to(free_kilobytes * 1_024);
        let sync = desk.terminal.run(&["--json", "sync"]).await;
        if sync.status != Some(0) {
            refused += 1;
            let sync = sync.with(1);
            let message = sync.document()["error"]["message"].to_string();
            assert!(
                message.contains("The disk is full"),
                "{free_kilobytes}: {sync}"
            );
        }
        let written_down = disk.written_down();
        for id in desk.logged_once().into_values() {
            assert!(written_down.contains(&id), "{free_kilobytes}: {id}");
        }
        disk.make_room();
    }

    assert!(refused > 0);
    let status = desk.told(&["sync"], 0).await;
    assert_eq!(status["waiting"], 0);
    assert_eq!(desk.logged_once().len(), usize::try_from(calls).unwrap());
    let status = desk.told(&["status"], 0).await;
    assert_eq!(status["light"], "green");
    assert_eq!(status["counts"]["logged"], calls);
}

/// Lets nobody write below its first word, and goes on with the others.
const WRITE_PROTECTED: &str =
    r#"mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@""#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_protected_profile_is_named_and_gone_on_with_when_it_is_none_any_more() {
    let mut desk = Desk::linked().await;
    let call = |minutes| SimulatedCall::inbound("02079460018", minutes_ago(minutes));
    desk.call(call(9));
    desk.terminal.run(&["sync"]).await.with(0);
    desk.call(call(5));
    let profile = desk.terminal.profile.to_str().unwrap().to_owned();
    let words = [
        "unshare",
        "--user",
        "--map-current-user",
        "--keep-caps",
        "--mount",
        "sh",
        "-c",
        WRITE_PROTECTED,
        &profile,
    ];
    desk.terminal.started_by = words.map(Into::into).into();

    for words in ["sync", "status"] {
        let refused = desk.terminal.run(&[words]).await.with(1);
        assert!(refused.stderr.contains("not write-protected."), "{refused}");
        assert_eq!(refused.stdout, "");
    }
    assert_eq!(desk.logged_once().len(), 1);

    desk.terminal.started_by.clear();
    desk.terminal.run(&["sync"]).await.with(0);
    assert_eq!(desk.logged_once().len(), 2);
}
