use std::collections::BTreeSet;
use std::io::{Seek, SeekFrom, Write};

use rusqlite::StatementStatus;

use super::super::RecordedCall;
use super::super::samples::{ORGANIZATION, Shelf, at, call, due, page};
use super::*;

const NOW: i64 = 0;
const STAMP: &str = "20260921T141320Z";

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn set_aside(path: &Path) -> PathBuf {
    let opened = Ledger::open(path, at(NOW)).unwrap();
    let mut ledger = opened.ledger;
    let recorded = ledger.record(&page(vec![due(call("new", 0))]), at(NOW));
    assert_eq!(recorded.unwrap().new, [1], "the new ledger begins empty");
    opened.set_aside.unwrap()
}

#[test]
fn a_file_that_is_no_database_is_kept_under_another_name_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite3");
    let mut kept = Vec::new();
    for text in ["not a ledger", "not one either"] {
        fs::write(&path, text.repeat(100)).unwrap();
        kept.push(set_aside(&path));
    }
    assert_eq!(
        kept,
        [
            folder
                .path()
                .join(format!("ledger.sqlite3.damaged-{STAMP}")),
            folder
                .path()
                .join(format!("ledger.sqlite3.damaged-{STAMP}-2")),
        ]
    );
    assert_eq!(
        fs::read_to_string(&kept[0]).unwrap(),
        "not a ledger".repeat(100)
    );
    assert_eq!(
        fs::read_to_string(&kept[1]).unwrap(),
        "not one either".repeat(100)
    );
}

#[test]
fn a_ledger_with_broken_pages_is_kept_and_a_new_one_begun() {
    let calls = (0..500).map(|n| due(call(&n.to_string(), n))).collect();
    let (shelf, _) = Shelf::with(calls);
    let path = shelf.path();
    let Shelf { folder, ledger } = shelf;
    drop(ledger);
    let mut bytes = fs::read(&path).unwrap();
    let from = bytes.len() / 4;
    bytes[from..from * 3].fill(0xA5);
    fs::write(&path, &bytes).unwrap();

    let kept = set_aside(&path);

    assert_eq!(fs::read(kept).unwrap(), bytes);
    drop(folder);
}

/// A ledger too large to be read through at every start, closed, with a broken page in what counts.
fn large_and_broken() -> (tempfile::TempDir, PathBuf) {
    let calls = (0..40).map(|n| RecordedCall {
        raw: "x".repeat(1024 * 1024),
        ..due(call(&n.to_string(), n))
    });
    let (shelf, _) = Shelf::with(calls.collect());
    let broken: i64 = shelf
        .ledger
        .connection
        .query_row(
            "SELECT (rootpage - 1) * page_size FROM sqlite_schema, pragma_page_size \
             WHERE name = 'state_count'",
            (),
            |row| row.get(0),
        )
        .unwrap();
    let path = shelf.path();
    let Shelf { folder, ledger } = shelf;
    drop(ledger);
    let mut file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    assert!(file.metadata().unwrap().len() >= CHECKED_BYTES_MAX);
    file.seek(SeekFrom::Start(broken.unsigned_abs())).unwrap();
    file.write_all(&[0xA5; 512]).unwrap();
    (folder, path)
}

#[test]
fn a_large_ledger_that_broke_in_use_is_kept_aside_at_the_next_start() {
    let (folder, path) = large_and_broken();
    let opened = Ledger::open(&path, at(NOW)).unwrap();
    assert_eq!(
        opened.set_aside, None,
        "a large ledger that was closed is not read through"
    );
    let error = opened.ledger.counts().unwrap_err();
    assert!(matches!(error, LedgerError::Damaged { .. }), "{error}");
    drop(opened);

    assert!(set_aside(&path).exists());

    assert!(!beside(&path, SUSPECT).exists());
    drop(folder);
}

#[test]
fn a_large_ledger_that_was_not_closed_is_read_through() {
    let (folder, path) = large_and_broken();
    fs::write(beside(&path, "-wal"), "not closed").unwrap();
    assert!(set_aside(&path).exists());
    drop(folder);
}

#[test]
fn another_programs_database_is_kept_with_what_was_beside_it() {
    let player = tempfile::tempdir().unwrap();
    let songs = player.path().join("songs.sqlite3");
    let foreign = Connection::open(&songs).unwrap();
    foreign
        .execute_batch("PRAGMA journal_mode = wal; CREATE TABLE song (title TEXT); INSERT INTO song VALUES ('x');")
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite3");
    for suffix in ["", "-wal"] {
        fs::copy(beside(&songs, suffix), beside(&path, suffix)).unwrap();
    }

    let kept = set_aside(&path);

    let foreign = Connection::open(kept).unwrap();
    let title: String = foreign
        .query_row("SELECT title FROM song", (), |row| row.get(0))
        .unwrap();
    assert_eq!(title, "x");
}

/// Opens a file as a program does that lets others do no more with it than `share` says.
#[cfg(windows)]
fn hold(path: &Path, share: u32) -> fs::File {
    use std::os::windows::fs::OpenOptionsExt;
    let mut options = fs::OpenOptions::new();
    options.read(true).share_mode(share).open(path).unwrap()
}

#[cfg(windows)]
#[test]
fn a_ledger_another_program_has_to_itself_is_in_use_and_stays_as_it_is() {
    let Shelf { folder, ledger } = Shelf::new();
    drop(ledger);
    let path = folder.path().join("ledger.sqlite3");
    let held = hold(&path, 0);

    let writing = Ledger::open(&path, at(NOW)).unwrap_err();
    let reading = Ledger::open_read_only(&path).unwrap_err();

    assert!(matches!(writing, LedgerError::Busy), "{writing}");
    assert!(matches!(reading, LedgerError::Busy), "{reading}");
    drop(held);
    assert_eq!(Ledger::open(&path, at(NOW)).unwrap().set_aside, None);
}

#[cfg(windows)]
#[test]
fn a_damaged_ledger_another_program_reads_is_in_use_until_it_can_be_kept_aside() {
    const READ_AND_WRITE: u32 = 3;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite3");
    fs::write(&path, "not a ledger".repeat(100)).unwrap();
    let held = hold(&path, READ_AND_WRITE);

    let error = Ledger::open(&path, at(NOW)).unwrap_err();

    assert!(matches!(error, LedgerError::Busy), "{error}");
    assert_eq!(names(folder.path()), ["ledger.sqlite3"]);
    drop(held);
    assert!(set_aside(&path).exists());
}

#[test]
fn a_log_without_its_ledger_is_kept_and_not_mixed_into_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite3");
    fs::write(beside(&path, "-wal"), "frames").unwrap();
    let kept = set_aside(&path);
    assert_eq!(fs::read_to_string(beside(&kept, "-wal")).unwrap(), "frames");
}

#[test]
fn a_newer_ledger_is_refused_and_left_as_it_is() {
    let shelf = Shelf::new();
    shelf
        .ledger
        .connection
        .pragma_update(None, "user_version", VERSION + 1)
        .unwrap();
    let path = shelf.path();
    let Shelf { folder, ledger } = shelf;
    drop(ledger);
    let before = fs::read(&path).unwrap();

    let writing = Ledger::open(&path, at(NOW)).unwrap_err();
    let reading = Ledger::open_read_only(&path).unwrap_err();

    for error in [writing, reading] {
        let known = VERSION;
        let sentence = format!(
            "was written by a newer Ringlog (format {}, this one knows {known}): install the newer version.",
            VERSION + 1
        );
        assert!(error.to_string().ends_with(&sentence), "{error}");
    }
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(
        names(folder.path())
            .iter()
            .all(|name| !name.contains("damaged"))
    );
}

#[test]
fn a_newer_ledger_keeps_even_the_log_its_killed_writer_left() {
    let shelf = Shelf::new();
    shelf
        .ledger
        .connection
        .pragma_update(None, "user_version", VERSION + 1)
        .unwrap();
    let left = tempfile::tempdir().unwrap();
    let path = left.path().join("ledger.sqlite3");
    for suffix in ["", "-wal"] {
        fs::copy(beside(&shelf.path(), suffix), beside(&path, suffix)).unwrap();
    }
    let contents = || ["", "-wal"].map(|suffix| fs::read(beside(&path, suffix)).unwrap());
    let before = contents();

    let error = Ledger::open(&path, at(NOW)).unwrap_err();

    assert!(matches!(error, LedgerError::NewerVersion { .. }), "{error}");
    assert_eq!(contents(), before);
}

#[test]
fn a_new_file_somebody_stopped_creating_is_an_empty_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite3");
    assert!(Ledger::open_read_only(&path).unwrap().is_none());
    assert_eq!(names(folder.path()), [""; 0]);
    fs::write(&path, "").unwrap();
    assert!(Ledger::open_read_only(&path).unwrap().is_none());
    assert_eq!(Ledger::open(&path, at(NOW)).unwrap().set_aside, None);
}

#[test]
fn a_reader_never_changes_an_older_or_a_foreign_file() {
    let shelf = Shelf::new();
    let path = shelf.path();
    let change = |pragma: &str| {
        let connection = &shelf.ledger.connection;
        connection.pragma_update(None, pragma, 0).unwrap();
        Ledger::open_read_only(&path).unwrap_err()
    };
    let older = change("user_version");
    assert!(matches!(older, LedgerError::OlderVersion { found: 0, .. }));
    let foreign = change("application_id");
    assert!(matches!(foreign, LedgerError::Damaged { .. }));
}

#[test]
fn a_reader_sees_what_the_writer_beside_it_commits_and_can_write_nothing() {
    let mut shelf = Shelf::new();
    let mut reader = Ledger::open_read_only(&shelf.path()).unwrap().unwrap();
    assert_eq!(reader.counts().unwrap().waiting, 0);
    shelf
        .ledger
        .record(&page(vec![due(call("a", 0))]), at(0))
        .unwrap();
    assert_eq!(reader.counts().unwrap().waiting, 1);
    let refused = reader.begin_attempt(&[1], ORGANIZATION, at(0)).unwrap_err();
    assert!(
        matches!(refused, LedgerError::Permission { .. }),
        "{refused}"
    );
}

#[test]
fn a_second_writer_is_told_that_the_ledger_is_in_use() {
    let mut shelf = Shelf::new();
    let mut second = Ledger::open(&shelf.path(), at(NOW)).unwrap().ledger;
    second.connection.busy_timeout(Duration::ZERO).unwrap();
    let held = shelf.ledger.writing().unwrap();
    let error = second.record(&page(Vec::new()), at(NOW)).unwrap_err();
    assert!(matches!(error, LedgerError::Busy), "{error}");
    drop(held);
    second.record(&page(Vec::new()), at(NOW)).unwrap();
}

#[test]
fn a_killed_process_loses_nothing_it_committed() {
    let mut shelf = Shelf::new();
    let ids = shelf
        .ledger
        .record(&page(vec![due(call("a", 0))]), at(0))
        .unwrap()
        .new;
    shelf
        .ledger
        .begin_attempt(&ids, ORGANIZATION, at(0))
        .unwrap();
    let unfinished = shelf.ledger.writing().unwrap();
    unfinished
        .execute("UPDATE call SET attempts = 9", ())
        .unwrap();
    // What is on the disk at this moment is what a killed process leaves.
    let left = tempfile::tempdir().unwrap();
    for name in names(shelf.folder.path()) {
        fs::copy(shelf.folder.path().join(&name), left.path().join(&name)).unwrap();
    }

    let opened = Ledger::open(&left.path().join("ledger.sqlite3"), at(NOW)).unwrap();

    drop(unfinished);
    assert_eq!(opened.set_aside, None);
    let due = opened.ledger.due(at(0), 10, &BTreeSet::new()).unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].attempts, 1);
}

#[test]
fn a_folder_that_cannot_be_used_is_named_with_the_cure() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let below_a_file = Ledger::open(&file.join("ledger.sqlite3"), at(NOW)).unwrap_err();
    let a_folder = Ledger::open(folder.path(), at(NOW)).unwrap_err();
    for error in [below_a_file, a_folder] {
        assert!(matches!(error, LedgerError::Permission { .. }), "{error}");
    }
    assert_eq!(names(folder.path()), ["file"]);
}

#[cfg(unix)]
#[test]
fn nobody_else_on_the_computer_can_read_the_ledger() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("profile").join("ledger.sqlite3");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let ledger = Ledger::open(&path, at(NOW)).unwrap().ledger;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    for suffix in COMPANIONS {
        assert_eq!(mode(&beside(&path, suffix)), 0o600, "{suffix}");
    }
    drop(ledger);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let _ledger = Ledger::open(&path, at(NOW)).unwrap();
    for suffix in COMPANIONS {
        assert_eq!(mode(&beside(&path, suffix)), 0o600, "{suffix}");
    }
}

#[test]
fn a_commit_is_on_the_disk_before_anything_depends_on_it() {
    let shelf = Shelf::new();
    let pragma = |name: &str| -> rusqlite::types::Value {
        let connection = &shelf.ledger.connection;
        connection
            .pragma_query_value(None, name, |row| row.get(0))
            .unwrap()
    };
    assert_eq!(pragma("journal_mode"), "wal".to_owned().into());
    assert_eq!(pragma("synchronous"), 2.into());
    assert_eq!(pragma("foreign_keys"), 1.into());
}

#[test]
fn a_statement_is_compiled_once_whatever_is_asked_with_it() {
    let shelf = Shelf::new();
    let reader = Ledger::open_read_only(&shelf.path()).unwrap().unwrap();
    // An index holds the failed ones of these only, so that SQLite would look at the value to choose its way.
    let sql = "SELECT count(*) FROM call WHERE state = ?1 AND reason_code IN ('unreadable', 'never_ended')";
    for connection in [&shelf.ledger.connection, &reader.connection] {
        let mut statement = connection.prepare(sql).unwrap();
        for state in ["failed", "logged", "failed", "waiting"] {
            let count = statement.query_row([state], |row| row.get::<_, i64>(0));
            assert_eq!(count.unwrap(), 0);
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
