//! Faults a simulator can be told to have, for the next requests that fit.

use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// The request is carried out, but its answer never arrives.
    LoseReply,
    /// The connection breaks before the request is carried out.
    LoseRequest,
    /// An answer with this status and body instead of the real one; nothing is carried out.
    Status {
        /// HTTP status.
        status: u16,
        /// `Retry-After`, if any, as it stands in the header.
        retry_after: Option<String>,
        /// The body.
        body: String,
    },
    /// The request is carried out, and the answer comes late.
    Slow(Duration),
    /// Nothing is carried out, and it takes its time until a gateway says so.
    Stall(Duration),
    /// The request is carried out, and the answer is not what it should be.
    Garbage(Vec<u8>),
}

/// Which requests it befalls.
#[derive(Clone, Debug)]
struct Planned {
    fault: Fault,
    path_contains: String,
    skip: u32,
    times: u32,
}

/// The faults planned for one simulator; shared by everyone who holds a clone.
#[derive(Clone, Debug, Default)]
pub struct Misbehaviour {
    planned: Arc<Mutex<Vec<Planned>>>,
}

impl Misbehaviour {
    /// The next `times` requests whose path contains `path_contains` go wrong, after `skip` that do not.
    pub fn plan(&self, path_contains: &str, skip: u32, times: u32, fault: Fault) {
        self.lock().push(Planned {
            fault,
            path_contains: path_contains.to_owned(),
            skip,
            times,
        });
    }

    /// Everything behaves again.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// The fault that befalls a request of this path now, if any; it is used up.
    #[must_use]
    pub fn take(&self, path: &str) -> Option<Fault> {
        let mut planned = self.lock();
        let index = planned.iter_mut().position(|plan| {
            if !path.contains(&plan.path_contains) {
                return false;
            }
            if plan.skip > 0 {
                plan.skip -= 1;
                return false;
            }
            true
        })?;
        let plan = planned.get_mut(index)?;
        plan.times -= 1;
        let fault = plan.fault.clone();
        if plan.times == 0 {
            planned.remove(index);
        }
        Some(fault)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Planned>> {
        self.planned
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
