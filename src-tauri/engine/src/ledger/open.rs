//! Opening the ledger: private to the user, never overwritten, never changed by a version that does not know it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::migrations::{APPLICATION_ID, VERSION, migrate, version_of};
use super::{Ledger, LedgerError};

/// How long another process may hold the ledger before it is called busy; a transaction here takes milliseconds.
const BUSY_SECONDS_MAX: u64 = 5;

/// As many statements as there are here: each is compiled once, not at every pass.
const STATEMENTS_MAX: usize = 128;

/// A smaller ledger is read through at every start; a larger one only where something can have happened to it.
const CHECKED_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Ends the name of what lies beside a ledger in which a broken page was met, until the next start looks at all of it.
const SUSPECT: &str = "-suspect";

/// The ledger and the files SQLite keeps beside it.
const COMPANIONS: [&str; 3] = ["", "-wal", "-shm"];

/// A ledger ready to be written.
#[derive(Debug)]
pub struct Opened {
    /// The ledger.
    pub ledger: Ledger,
    /// Where a damaged ledger, found in its place, is kept now.
    pub set_aside: Option<PathBuf>,
}

impl Ledger {
    /// Opens the ledger for its one writer, creating it or bringing its format up to date.
    ///
    /// A file that is damaged or no ledger is kept under another name, and a new ledger is begun.
    ///
    /// # Errors
    /// When a newer version wrote it, or it may not be written; it is then unchanged.
    pub fn open(path: &Path, now: Timestamp) -> Result<Opened, LedgerError> {
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        if let Some(folder) = folder.filter(|folder| !folder.exists()) {
            create_private_folder(folder)?;
        }
        // What SQLite left beside a file that is gone belongs to that file and must not be mixed into a new one.
        let is_there = exists(path)?;
        let mut set_aside =
            if !is_there && (exists(&beside(path, "-wal"))? || exists(&beside(path, "-shm"))?) {
                Some(move_aside(path, now)?)
            } else {
                None
            };
        if !is_there {
            create_private_file(path)?;
        }
        let connection = match prepare(path) {
            Err(LedgerError::Damaged { .. }) => {
                set_aside = Some(move_aside(path, now)?);
                create_private_file(path)?;
                prepare(path)?
            }
            other => other?,
        };
        make_private(path)?;
        Ok(Opened {
            ledger: Self::of(connection, path),
            set_aside,
        })
    }

    /// Opens the ledger for reading, beside its writer if there is one; `None` if nothing was ever recorded.
    ///
    /// # Errors
    /// When it is damaged, of another version, or may not be read. Nothing is ever changed.
    pub fn open_read_only(path: &Path) -> Result<Option<Self>, LedgerError> {
        if !exists(path)? {
            return Ok(None);
        }
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        if is_blank(&connection)? {
            return Ok(None);
        }
        let found = known_version(&connection, path)?;
        if found < VERSION {
            return Err(LedgerError::OlderVersion {
                file: path.to_owned(),
                found,
                known: VERSION,
            });
        }
        Ok(Some(Self::of(connection, path)))
    }
}

impl Ledger {
    /// Passes a result on, and has the next start look at the whole ledger if it met a broken page.
    pub(super) fn noted<T>(&self, result: Result<T, LedgerError>) -> Result<T, LedgerError> {
        if matches!(result, Err(LedgerError::Damaged { .. }))
            && let Err(error) = create_private_file(&self.suspect)
        {
            tracing::error!(%error, "the ledger is damaged, and the next start may not notice");
        }
        result
    }
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, LedgerError> {
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)
        .map_err(|error| why_not_opened(path, error.into()))?;
    connection.busy_timeout(Duration::from_secs(BUSY_SECONDS_MAX))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    // Otherwise SQLite compiles a statement anew whenever a value it chose its plan by is another one.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

/// SQLite says only that it cannot open a file; the system says why.
fn why_not_opened(path: &Path, error: LedgerError) -> LedgerError {
    match fs::File::open(path) {
        Err(cause) if matches!(error, LedgerError::Permission { .. }) => {
            LedgerError::of_file(&cause)
        }
        Ok(_) | Err(_) => error,
    }
}

fn prepare(path: &Path) -> Result<Connection, LedgerError> {
    // Before it is opened, for SQLite tidies up what a stopped process left.
    let is_check_due = is_check_due(path)?;
    let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Until it is known to be ours, not even closing it may tidy up its files.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    if connection.is_readonly("main")? {
        return Err(LedgerError::Permission {
            detail: format!("{} is write-protected", path.display()),
        });
    }
    if !is_blank(&connection)? {
        known_version(&connection, path)?;
        if is_check_due {
            check(&connection)?;
        }
    }
    remove(&suspect(path))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    // Where the file system cannot share memory, SQLite stays with its older journal: as safe, only readers wait.
    connection
        .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get::<_, String>(0))?;
    // FULL, because a commit is a promise to the outside: an attempt must be on the disk before it is sent, and NORMAL
    // may lose the last commits of a write-ahead log when the power goes.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    migrate(&mut connection)?;
    Ok(connection)
}

/// A database in which nothing was ever created: a new file, or one whose creator was stopped.
fn is_blank(connection: &Connection) -> Result<bool, LedgerError> {
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?;
    Ok(tables == 0 && version_of(connection)? == 0 && application_id(connection)? == 0)
}

fn application_id(connection: &Connection) -> Result<i64, LedgerError> {
    Ok(connection.pragma_query_value(None, "application_id", |row| row.get(0))?)
}

fn known_version(connection: &Connection, path: &Path) -> Result<i64, LedgerError> {
    if application_id(connection)? != APPLICATION_ID {
        return Err(LedgerError::Damaged {
            detail: "the file is another program's database".to_owned(),
        });
    }
    let found = version_of(connection)?;
    if found > VERSION {
        return Err(LedgerError::NewerVersion {
            file: path.to_owned(),
            found,
            known: VERSION,
        });
    }
    Ok(found)
}

/// Whether the ledger is small, was not closed by its last user, or broke under it.
fn is_check_due(path: &Path) -> Result<bool, LedgerError> {
    let bytes = |file: &Path| match fs::metadata(file) {
        Ok(metadata) => Ok(metadata.len()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(LedgerError::of_file(&error)),
    };
    Ok(bytes(path)? < CHECKED_BYTES_MAX
        || bytes(&beside(path, "-wal"))? > 0
        || exists(&suspect(path))?)
}

fn remove(file: &Path) -> Result<(), LedgerError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(LedgerError::of_file(&error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Reads the whole file, so what it takes grows with the ledger.
fn check(connection: &Connection) -> Result<(), LedgerError> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", (), |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(LedgerError::Damaged { detail: verdict })
    }
}

/// The file that says of the ledger at `path` that a broken page was met in it.
pub(super) fn suspect(path: &Path) -> PathBuf {
    beside(path, SUSPECT)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// Whether anything, even a dangling link, has this name.
fn exists(path: &Path) -> Result<bool, LedgerError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(LedgerError::of_file(&error)),
    }
}

/// Renames the ledger and its companions to a name nothing has yet.
fn move_aside(path: &Path, now: Timestamp) -> Result<PathBuf, LedgerError> {
    let stamp = now.strftime("%Y%m%dT%H%M%SZ");
    let mut aside = beside(path, &format!(".damaged-{stamp}"));
    let mut count = 1;
    while is_taken(&aside)? {
        count += 1;
        aside = beside(path, &format!(".damaged-{stamp}-{count}"));
    }
    for suffix in COMPANIONS {
        let from = beside(path, suffix);
        if exists(&from)? {
            fs::rename(from, beside(&aside, suffix))
                .map_err(|error| LedgerError::of_file(&error))?;
        }
    }
    Ok(aside)
}

fn is_taken(path: &Path) -> Result<bool, LedgerError> {
    for suffix in COMPANIONS {
        if exists(&beside(path, suffix))? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn create_private_folder(folder: &Path) -> Result<(), LedgerError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| LedgerError::of_file(&error))
}

/// Creates the empty file first, because SQLite gives its companions the mode of the file they belong to.
fn create_private_file(path: &Path) -> Result<(), LedgerError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        // Another process was faster, and its file is as good.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(LedgerError::of_file(&error)),
    }
}

/// Takes the ledger away from other users, where a restored backup or a copy gave it to them.
#[cfg(unix)]
fn make_private(path: &Path) -> Result<(), LedgerError> {
    use std::os::unix::fs::PermissionsExt;
    for suffix in COMPANIONS {
        let file = beside(path, suffix);
        let is_shared = match fs::metadata(&file) {
            Ok(metadata) => metadata.permissions().mode() & 0o077 != 0,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
            Err(error) => return Err(LedgerError::of_file(&error)),
        };
        if is_shared {
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600))
                .map_err(|error| LedgerError::of_file(&error))?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "where folders of a profile are private by inheritance"
)]
fn make_private(_path: &Path) -> Result<(), LedgerError> {
    Ok(())
}

#[cfg(test)]
mod tests;
