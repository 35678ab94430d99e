//! Ringlog, the tray application: it shows what the engine does, and decides nothing.

pub mod app;
pub mod arguments;
mod autostart;
mod commands;
mod notification;
mod session;
mod tray;
mod window;
mod worker;
