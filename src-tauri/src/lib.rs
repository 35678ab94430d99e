//! Ringlog, the tray application: it shows what the engine does, and decides nothing.

pub mod app;
pub mod tray;
pub mod window;
