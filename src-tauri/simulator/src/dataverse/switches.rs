//! What differs between organizations, and what a test can arrange.

use super::refusal::Refusal;

/// How an organization behaves where the documentation leaves it open or lets it be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switches {
    /// Refuses a changeset that completes the phone call it creates.
    pub refuses_completion_with_creation: bool,
    /// Refuses a changeset that does more to the phone call it reopens, so that each step is a request of its own.
    pub refuses_reopening_with_edits: bool,
    /// Lets an update of an open phone call replace its parties, which the documentation rules out
    /// (`reference/dataverse.md`, section 4).
    pub takes_parties_on_update: bool,
    /// Refuses `contains` and `endswith`, as large organizations do.
    pub refuses_leading_wildcards: bool,
    /// Has the function `RetrieveUserPrivilegeByPrivilegeName`.
    pub has_privilege_function: bool,
    /// Requests per user in 300 seconds.
    pub requests_per_window_max: usize,
    /// How many of the next requests meet the limit on concurrent requests.
    pub concurrency_refusals: u32,
    /// How the error of a failed changeset stands in the answer.
    pub failed_changeset: FailedChangeset,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            refuses_completion_with_creation: false,
            refuses_reopening_with_edits: false,
            takes_parties_on_update: false,
            refuses_leading_wildcards: false,
            has_privilege_function: true,
            requests_per_window_max: 6_000,
            concurrency_refusals: 0,
            failed_changeset: FailedChangeset::Bare,
        }
    }
}

/// Where the one error part of a failed changeset stands; the documentation shows only that there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailedChangeset {
    /// Directly in the batch answer.
    Bare,
    /// Inside a `changesetresponse` of its own.
    Nested,
}

/// A refusal that is arranged for single operations, inside a `$batch` or not.
#[derive(Clone, Debug)]
pub(super) struct PlannedRefusal {
    pub(super) target_contains: String,
    pub(super) skip: u32,
    pub(super) times: u32,
    pub(super) refusal: Refusal,
}

/// The refusal that befalls an operation now, if any; it is used up.
pub(super) fn take_planned(planned: &mut [PlannedRefusal], operation: &str) -> Option<Refusal> {
    let index = planned.iter_mut().position(|plan| {
        if plan.times == 0 || !operation.contains(&plan.target_contains) {
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
    Some(plan.refusal.clone())
}
