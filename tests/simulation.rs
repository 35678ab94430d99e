//! A world that one number makes: the hours of one person with their computers, and everything that goes wrong in them.
//!
//! The seed decides what happens and when, who is reached and who is not, and when a computer is switched off. Time is
//! the runtime's paused time, so hours pass in milliseconds, and one seed always tells the same story.
//! Every computer runs the real engine with its event loop, its ledger on the disk and its keychain in memory; the
//! systems answer without sockets. What must hold stands in [`oracle`].

pub mod computer;
pub mod diary;
pub mod dice;
pub mod hands;
pub mod happening;
pub mod oracle;
pub mod people;
pub mod stage;
pub mod wire;

use tokio::runtime::Builder;
use tokio::task::LocalSet;

/// What became of one seed.
#[derive(Clone, Debug)]
pub struct Story {
    /// The number that made it.
    pub seed: u64,
    /// What happened, in the order of time.
    pub lines: Vec<String>,
    /// What should have held and did not; none in a good story.
    pub broken: Vec<String>,
}

impl Story {
    /// Lets the world of `seed` happen.
    ///
    /// # Panics
    /// When the runtime or a directory cannot be made.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let runtime = Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        LocalSet::new().block_on(&runtime, stage::play(seed))
    }
}
