//! What a process costs, as Linux tells it (proc(5)).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

/// What of a process is in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Memory {
    /// All of it, shared libraries too.
    pub(crate) resident: u64,
    /// The same, with only its part of what is shared.
    pub(crate) proportional: u64,
}

/// What a thread has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Work {
    /// How long it was on a processor.
    pub(crate) busy: Duration,
    /// How often it gave the processor away and so was woken again.
    pub(crate) wakes: u64,
}

/// The threads of a process while they are watched.
pub(crate) struct Watch {
    process: u32,
    threads: BTreeMap<u32, Watched>,
}

struct Watched {
    name: String,
    first: Work,
    last: Work,
}

impl Memory {
    /// That of a process now.
    pub(crate) fn of(process: u32) -> io::Result<Self> {
        let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
        Self::parse(&text).ok_or_else(|| unreadable("smaps_rollup"))
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = |name: &str| {
            let kilobytes = value(text, name)?.strip_suffix(" kB")?;
            Some(kilobytes.parse::<u64>().ok()? * 1_024)
        };
        Some(Self {
            resident: bytes("Rss")?,
            proportional: bytes("Pss")?,
        })
    }
}

impl Work {
    fn parse(schedstat: &str, status: &str) -> Option<Self> {
        let nanoseconds = schedstat.split_whitespace().next()?.parse().ok()?;
        let switches = |name: &str| value(status, name)?.parse::<u64>().ok();
        Some(Self {
            busy: Duration::from_nanos(nanoseconds),
            wakes: switches("voluntary_ctxt_switches")? + switches("nonvoluntary_ctxt_switches")?,
        })
    }

    fn since(self, first: Self) -> Self {
        Self {
            busy: self.busy.saturating_sub(first.busy),
            wakes: self.wakes.saturating_sub(first.wakes),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            busy: self.busy + other.busy,
            wakes: self.wakes + other.wakes,
        }
    }
}

impl Watch {
    /// Begins to watch a process.
    pub(crate) fn begin(process: u32) -> io::Result<Self> {
        let mut watch = Self {
            process,
            threads: BTreeMap::new(),
        };
        watch.look()?;
        for thread in watch.threads.values_mut() {
            thread.first = thread.last;
        }
        Ok(watch)
    }

    /// Looks again; what a thread did after the last look before its end is not seen.
    pub(crate) fn look(&mut self) -> io::Result<()> {
        for entry in fs::read_dir(format!("/proc/{}/task", self.process))? {
            let directory = entry?.path();
            // It may end while it is looked at.
            if let Some((id, name, last)) = read_thread(&directory) {
                let thread = self.threads.entry(id).or_insert_with(|| Watched {
                    name: name.clone(),
                    first: Work::default(),
                    last,
                });
                thread.name = name;
                thread.last = last;
            }
        }
        Ok(())
    }

    /// What was done meanwhile, by the names of the threads, those that woke most first.
    pub(crate) fn by_name(&self) -> Vec<(String, Work)> {
        let mut by_name: BTreeMap<&str, Work> = BTreeMap::new();
        for thread in self.threads.values() {
            let work = by_name.entry(&thread.name).or_default();
            *work = work.and(thread.last.since(thread.first));
        }
        let named = by_name.into_iter();
        let mut list: Vec<_> = named.map(|(name, work)| (name.to_owned(), work)).collect();
        list.sort_by_key(|(_, work)| std::cmp::Reverse(work.wakes));
        list
    }

    /// What was done meanwhile, by all threads together.
    pub(crate) fn whole(&self) -> Work {
        let works = self.by_name().into_iter().map(|(_, work)| work);
        works.fold(Work::default(), Work::and)
    }
}

fn read_thread(directory: &Path) -> Option<(u32, String, Work)> {
    let id = directory.file_name()?.to_str()?.parse().ok()?;
    let status = fs::read_to_string(directory.join("status")).ok()?;
    let schedstat = fs::read_to_string(directory.join("schedstat")).ok()?;
    let name = value(&status, "Name")?.to_owned();
    Some((id, name, Work::parse(&schedstat, &status)?))
}

/// What stands behind `NAME:` in a file of `/proc`.
fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
        .map(str::trim)
}

fn unreadable(file: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("{file} of the process cannot be read"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_in_bytes() {
        let rollup = "55d138ae8000-7ffe06e0f000 ---p 00000000 00:00 0   [rollup]\n\
            Rss:                1752 kB\nPss:                 226 kB\nPss_Dirty:           112 kB\n";

        let memory = Memory::parse(rollup);

        assert_eq!(
            memory,
            Some(Memory {
                resident: 1_752 * 1_024,
                proportional: 226 * 1_024,
            })
        );
        assert_eq!(Memory::parse("Rss: 1752 kB\n"), None);
    }

    #[test]
    fn work_is_time_on_a_processor_and_every_switch_away_from_it() {
        let status =
            "Name:\tengine\nvoluntary_ctxt_switches:\t12\nnonvoluntary_ctxt_switches:\t3\n";

        let work = Work::parse("1500000 4882421 15\n", status);

        assert_eq!(
            work,
            Some(Work {
                busy: Duration::from_micros(1_500),
                wakes: 15,
            })
        );
        assert_eq!(Work::parse("1500000 4882421 15\n", "Name:\tengine\n"), None);
    }

    #[test]
    fn only_what_was_done_since_it_is_watched_counts() {
        let done = |wakes| Work {
            busy: Duration::from_micros(wakes),
            wakes,
        };
        let thread = |name: &str, first, last| Watched {
            name: name.to_owned(),
            first: done(first),
            last: done(last),
        };
        let watch = Watch {
            process: 1,
            threads: BTreeMap::from([
                (1, thread("main", 100, 101)),
                (2, thread("worker", 5, 10)),
                // One that began meanwhile.
                (3, thread("worker", 0, 2)),
            ]),
        };

        assert_eq!(
            watch.by_name(),
            [("worker".to_owned(), done(7)), ("main".to_owned(), done(1))]
        );
        assert_eq!(watch.whole(), done(8));
    }
}
