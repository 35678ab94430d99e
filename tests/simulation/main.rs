//! Lets the worlds of many seeds happen, on all cores (`simulation WORLDS`, `simulation --minutes MINUTES`) or alone from
//! a first seed on, or tells one with all that happens in it (`simulation --seed SEED`).

#![expect(clippy::print_stdout, reason = "this is what it is for")]

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use ringlog_tests::simulation::Story;

/// A world is mostly SQLite opening its ledgers anew, which allocates much; the feature `override` gives this to C, too.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a failing world is seen again.
const AGAIN: &str = "tell it again with: cargo xtask simulate";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let number = |word: &str| word.parse::<u64>().ok();
    let asked = match words.as_slice() {
        ["--seed", seed] => number(seed).map(|seed| tell(&Story::of(seed))),
        ["--minutes", minutes] => number(minutes).map(|_| {
            beside_each_other(|_| {
                let first = fastrand::u64(..u64::from(u32::MAX)).to_string();
                vec!["--minutes".to_owned(), (*minutes).to_owned(), first]
            })
        }),
        ["--minutes", minutes, first] => number(minutes)
            .zip(number(first))
            .map(|(minutes, first)| many(first, u64::MAX, Duration::from_secs(60 * minutes))),
        [count] => number(count).map(|count| {
            let share = count.div_ceil(processes());
            beside_each_other(|process| {
                let first = process * share;
                let share = share.min(count.saturating_sub(first));
                vec![share.to_string(), first.to_string()]
            })
        }),
        [count, first] => number(count)
            .zip(number(first))
            .map(|(count, first)| many(first, count, Duration::MAX)),
        _ => None,
    };
    asked.unwrap_or_else(|| {
        println!("usage: simulation WORLDS [FIRST] | --minutes MINUTES [FIRST] | --seed SEED");
        ExitCode::from(2)
    })
}

fn processes() -> u64 {
    std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64)
}

/// Runs this program once for each core, with these words: the worlds of one process would wait for each other.
fn beside_each_other(words: impl Fn(u64) -> Vec<String>) -> ExitCode {
    let run = || -> std::io::Result<bool> {
        let itself = std::env::current_exe()?;
        let mut started = Vec::new();
        for process in 0..processes() {
            started.push(Command::new(&itself).args(words(process)).spawn()?);
        }
        let mut all_well = true;
        for mut child in started {
            all_well &= child.wait()?.success();
        }
        Ok(all_well)
    };
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("the worlds cannot be run: {error}");
            ExitCode::FAILURE
        }
    }
}

fn tell(story: &Story) -> ExitCode {
    for line in &story.lines {
        println!("{line}");
    }
    for sentence in &story.broken {
        println!("BROKEN {sentence}");
    }
    if story.broken.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Lets worlds happen until there were `count` of them or the time is over.
fn many(first: u64, count: u64, time: Duration) -> ExitCode {
    let began = Instant::now();
    let (mut lived, mut broken) = (0, 0);
    while lived < count && began.elapsed() < time {
        let seed = first.wrapping_add(lived);
        lived += 1;
        let story = std::panic::catch_unwind(|| Story::of(seed));
        let sentence = match &story {
            Ok(story) => story.broken.first().map(String::as_str),
            Err(_) => Some("something panicked"),
        };
        if let Some(sentence) = sentence {
            broken += 1;
            println!("world {seed}: {sentence}\n   {AGAIN} {seed}");
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{lived} worlds from {first} on in {seconds:.1} s, {broken} broken");
    if broken == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
