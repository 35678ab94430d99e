//! Prepares the Tauri build.

fn main() {}
