//! The processes the app is made of, from `/proc`.

use std::fs;
use std::path::Path;

/// A running process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its number.
    pub id: u32,
    /// The file name of its program.
    pub name: String,
    /// What of it is in memory now, in bytes.
    pub resident_bytes: u64,
    parent: u32,
}

/// The process and everything it has started and that still runs, itself first.
pub fn family_of(id: u32) -> Vec<Process> {
    let all = all();
    let mut family: Vec<Process> = all.iter().filter(|found| found.id == id).cloned().collect();
    let mut next = 0;
    while let Some(parent) = family.get(next).map(|process| process.id) {
        family.extend(all.iter().filter(|found| found.parent == parent).cloned());
        next += 1;
    }
    family
}

/// The names of everything the process has started and that still runs.
pub fn started_by(id: u32) -> Vec<String> {
    let family = family_of(id).into_iter().skip(1);
    let mut names: Vec<String> = family.map(|process| process.name).collect();
    names.sort();
    names
}

impl Process {
    /// The names of its threads.
    pub fn threads(&self) -> Vec<String> {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.id)).unwrap();
        tasks
            .filter_map(|task| fs::read_to_string(task.unwrap().path().join("comm")).ok())
            .map(|name| name.trim_end().to_owned())
            .collect()
    }
}

fn all() -> Vec<Process> {
    let entries = fs::read_dir("/proc").unwrap();
    entries
        .filter_map(|entry| read(&entry.unwrap().path()))
        .collect()
}

/// `None` for what is no process, or ended while it was looked at.
fn read(directory: &Path) -> Option<Process> {
    let id = directory.file_name()?.to_str()?.parse().ok()?;
    let status = fs::read_to_string(directory.join("status")).ok()?;
    let line = |name: &str| {
        status
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
            .map(str::trim)
    };
    // One that ended and was not asked about yet has no memory any more.
    let kilobytes: u64 = line("VmRSS")?.strip_suffix(" kB")?.parse().ok()?;
    let program = fs::read_link(directory.join("exe")).ok()?;
    Some(Process {
        id,
        name: program.file_name()?.to_str()?.to_owned(),
        resident_bytes: kilobytes * 1024,
        parent: line("PPid")?.parse().ok()?,
    })
}
