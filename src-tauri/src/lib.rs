//! Ringlog, the tray application.
