//! Lets the worlds of many seeds happen: `simulation SEEDS [FIRST]`, or one with everything that happened: `simulation
//! --seed SEED`.

#![expect(clippy::print_stdout, reason = "this is what it is for")]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use ringlog_tests::simulation::Story;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--seed", seed] => {
            let Ok(seed) = seed.parse() else {
                return usage();
            };
            tell(&Story::of(seed))
        }
        [count] => {
            let Ok(count) = count.parse() else {
                return usage();
            };
            many(0, count)
        }
        [count, first] => {
            let (Ok(count), Ok(first)) = (count.parse(), first.parse()) else {
                return usage();
            };
            many(first, count)
        }
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    println!("usage: simulation SEEDS [FIRST]\n       simulation --seed SEED");
    ExitCode::from(2)
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

fn many(first: u64, count: u64) -> ExitCode {
    let began = Instant::now();
    let next = AtomicU64::new(first);
    let broken = AtomicU64::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + count {
                        break;
                    }
                    let story = std::panic::catch_unwind(|| Story::of(seed));
                    let sentence = match &story {
                        Ok(story) => story.broken.first().map(String::as_str),
                        Err(_) => Some("something panicked"),
                    };
                    if let Some(sentence) = sentence {
                        broken.fetch_add(1, Ordering::Relaxed);
                        println!("seed {seed}: {sentence}");
                    }
                }
            });
        }
    });
    let broken = broken.into_inner();
    println!(
        "{count} worlds in {:.1} s, {broken} broken",
        began.elapsed().as_secs_f64()
    );
    if broken == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
