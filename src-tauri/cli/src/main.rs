//! `ringlogctl`: the same engine in a terminal.

fn main() {}
