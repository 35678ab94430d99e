//! Lets the worlds of many seeds happen (`simulation WORLDS [FIRST]`, `simulation --minutes MINUTES`), or tells one with
//! all that happens in it (`simulation --seed SEED`).

#![expect(clippy::print_stdout, reason = "this is what it is for")]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ringlog_tests::simulation::Story;

/// How a failing world is seen again.
const AGAIN: &str = "tell it again with: cargo xtask simulate";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let number = |word: &str| word.parse::<u64>().ok();
    let asked = match words.as_slice() {
        ["--seed", seed] => number(seed).map(|seed| tell(&Story::of(seed))),
        ["--minutes", minutes] => number(minutes).map(|minutes| {
            let end = Duration::from_secs(60 * minutes);
            many(fastrand::u64(..u64::from(u32::MAX)), u64::MAX, end)
        }),
        [count] => number(count).map(|count| many(0, count, Duration::MAX)),
        [count, first] => number(count)
            .zip(number(first))
            .map(|(count, first)| many(first, count, Duration::MAX)),
        _ => None,
    };
    asked.unwrap_or_else(|| {
        println!("usage: simulation WORLDS [FIRST] | --minutes MINUTES | --seed SEED");
        ExitCode::from(2)
    })
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

fn many(first: u64, count: u64, time: Duration) -> ExitCode {
    let began = Instant::now();
    let lived = AtomicU64::new(0);
    let broken = AtomicU64::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let live = || loop {
        let world = lived.fetch_add(1, Ordering::Relaxed);
        if world >= count || began.elapsed() >= time {
            break;
        }
        let seed = first.wrapping_add(world);
        let story = std::panic::catch_unwind(|| Story::of(seed));
        let sentence = match &story {
            Ok(story) => story.broken.first().map(String::as_str),
            Err(_) => Some("something panicked"),
        };
        if let Some(sentence) = sentence {
            broken.fetch_add(1, Ordering::Relaxed);
            println!("world {seed}: {sentence}\n   {AGAIN} {seed}");
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(live);
        }
    });
    let lived = lived.into_inner() - u64::try_from(threads).unwrap_or(1);
    let broken = broken.into_inner();
    let seconds = began.elapsed().as_secs_f64();
    println!("{lived} worlds from {first} on in {seconds:.1} s, {broken} broken");
    if broken == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
