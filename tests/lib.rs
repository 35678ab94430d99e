//! Empty: the promises are in `main.rs`, which is a test.
