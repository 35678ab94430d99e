//! The program of cargo-fuzz: takes in whatever the fuzzer thinks of, by the way that was chosen.

#![no_main]

use std::sync::LazyLock;

use ringlog_fuzz::{Target, chosen};

static TARGET: LazyLock<Target> = LazyLock::new(chosen);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (TARGET.take_in)(bytes));
