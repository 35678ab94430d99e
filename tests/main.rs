//! The promises, one file each.

mod tidy;
