//! What a crash leaves on the disk.

use std::io;

/// From now on a crash of this process, or of one it starts, writes no image of its memory, which holds tokens
/// (spec J2).
///
/// The limit is the person's own to raise again. Windows writes no whole image unless an administrator asks for it.
///
/// # Errors
/// When the system does not let the limit be lowered.
#[cfg(unix)]
pub fn forbid() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = Rlimit {
        current: Some(0),
        ..getrlimit(Resource::Core)
    };
    Ok(setrlimit(Resource::Core, limit)?)
}

/// Windows has no such limit.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub fn forbid() -> io::Result<()> {
    Ok(())
}
