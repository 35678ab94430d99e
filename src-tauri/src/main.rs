//! Starts the tray application.

fn main() {}
