//! The rules once more, when a call is due (spec C4, C5).

use ringlog_core::delivery::{Delivery, left_out};
use ringlog_core::phone::DialPlan;
use ringlog_core::reason::Reason;
use ringlog_core::view::SyncReport;

use super::delivering::settle;
use crate::engine::Engine;
use crate::ledger::{DueCall, LedgerError};

impl Engine {
    /// Leaves out what the rules now keep out, and gives the rest.
    ///
    /// A rule changed while a call waited, or while a person was asked about it, holds for that call too: its number is
    /// not even looked up.
    pub(super) fn apply_rules(
        &mut self,
        due: Vec<DueCall>,
        plan: &DialPlan,
        report: &mut SyncReport,
    ) -> Result<Vec<DueCall>, LedgerError> {
        let time_zone = self.ports().clock.time_zone();
        let rules = &self.settings().rules;
        let mut kept = Vec::with_capacity(due.len());
        let mut settled = Vec::new();
        for due in due {
            let reason = left_out(&due.call, rules, plan, &time_zone)
                .filter(|reason| may_be_left_out(&due, reason));
            match reason {
                Some(reason) => settled.push(settle(&due, Delivery::LeftOut { reason }, None)),
                None => kept.push(due),
            }
        }
        report.left_out += settled.len() as u64;
        self.ledger.settle(&settled, self.now())?;
        Ok(kept)
    }
}

/// A call that may stand in Dynamics already is not left out silently; one the person asked for or gave to somebody is
/// only by a rule that nobody overrules.
pub(super) fn may_be_left_out(due: &DueCall, reason: &Reason) -> bool {
    let is_overruled = (due.is_wanted || due.choice.is_some()) && reason.may_be_overruled();
    !due.is_begun && !is_overruled
}
