//! `backfill` in words.

use ringlog_core::backfill::{Plan, PlannedCall, Prospect, Totals, Written};
use ringlog_core::call::Direction;
use ringlog_core::plain::plain;

use super::{counted, local};

/// How many records would become what, and each of them.
pub(crate) fn plan(plan: &Plan) -> String {
    let totals = plan.totals;
    let mut words = format!(
        "{} to {}: {} would be logged ({}, {} without a contact), {} asked about, {} linked to records of somebody \
         else, {} left out. {} in the ledger already, {} cannot be read.\n",
        plan.from,
        plan.to,
        counted(totals.log, "call"),
        on_new_contacts(totals),
        totals.without_contact,
        totals.ask,
        totals.already_logged,
        totals.left_out,
        totals.known,
        totals.unreadable,
    );
    if let Some(begins_at) = plan.history_begins_at {
        let begins_at = local(begins_at);
        words.push_str(&format!("The PBX has nothing from before {begins_at}.\n"));
    }
    for call in &plan.calls {
        words.push_str(&format!("  {}\n", plain(&planned_line(call))));
    }
    words
}

fn on_new_contacts(totals: Totals) -> String {
    let contacts = counted(totals.new_contacts, "new contact");
    format!("{} on {contacts}", totals.on_new_contacts)
}

/// When, which way, with whom, and what would become of it.
fn planned_line(call: &PlannedCall) -> String {
    let reason = call.reason.as_ref().map(ToString::to_string);
    let (Some(started_at), Some(direction)) = (call.started_at, call.direction) else {
        return reason.unwrap_or_else(|| "A record that cannot be read.".to_owned());
    };
    let direction = match direction {
        Direction::Inbound => "from",
        Direction::Outbound => "to",
        Direction::Internal => "internal, with",
    };
    let what = prospect(call);
    let said = match reason {
        Some(reason) => format!("{what}: {reason}"),
        None => format!("{what}."),
    };
    format!("{}  {direction} {}, {said}", local(started_at), who(call))
}

fn who(call: &PlannedCall) -> String {
    let told: Vec<&str> = [&call.remote_name, &call.remote_number]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if told.is_empty() {
        "a withheld number".to_owned()
    } else {
        told.join(" ")
    }
}

fn prospect(call: &PlannedCall) -> String {
    match call.prospect {
        Prospect::Log => match &call.contact_name {
            Some(name) if call.creates_contact => {
                format!("would be logged on {name}, a new contact")
            }
            Some(name) => format!("would be logged on {name}"),
            None => "would be logged without a contact".to_owned(),
        },
        Prospect::Ask => "you would be asked".to_owned(),
        Prospect::AlreadyLogged => "would be linked to the record of somebody else".to_owned(),
        Prospect::LeaveOut => "would be left out".to_owned(),
        Prospect::Known => "would stay as it is".to_owned(),
        Prospect::Unreadable => "cannot be read".to_owned(),
    }
}

/// What has become of the calls of a plan; `known` of them were in the ledger before.
pub(crate) fn written(written: &Written, known: u64) -> String {
    format!(
        "Logged {}, linked to records of somebody else {}, left out {}, waiting {}, needs you {}, failed {}, unreadable \
         {}. In the ledger before: {known}.",
        written.logged,
        written.already_logged,
        written.left_out,
        written.waiting,
        written.needs_you,
        written.failed,
        written.unreadable,
    )
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use ringlog_core::call::Outcome;
    use ringlog_core::phrase::Phrase;

    use super::*;

    fn planned(prospect: Prospect) -> PlannedCall {
        PlannedCall {
            source_id: Some("a".to_owned()),
            direction: Some(Direction::Outbound),
            remote_number: Some("+442079460018".to_owned()),
            remote_name: None,
            started_at: Some(Timestamp::UNIX_EPOCH),
            talk_seconds: 0,
            outcome: Outcome::Connected,
            prospect,
            reason: None,
            contact_id: None,
            contact_name: None,
            creates_contact: false,
        }
    }

    /// A line without its time, which is the reader's.
    fn said(call: &PlannedCall) -> String {
        let line = planned_line(call);
        line.replace(&local(Timestamp::UNIX_EPOCH), "WHEN")
    }

    #[test]
    fn each_call_is_told_by_when_which_way_with_whom_and_what_would_happen() {
        let on_aske = PlannedCall {
            contact_name: Some("Jon Aske".to_owned()),
            ..planned(Prospect::Log)
        };
        let left_out = PlannedCall {
            direction: Some(Direction::Internal),
            remote_number: None,
            remote_name: Some("77".to_owned()),
            reason: Some(Phrase::new("reason-internal").attribute("cause")),
            ..planned(Prospect::LeaveOut)
        };
        let withheld = PlannedCall {
            direction: Some(Direction::Inbound),
            remote_number: None,
            reason: Some(Phrase::new("reason-no-number").attribute("cause")),
            ..planned(Prospect::Log)
        };
        assert_eq!(
            said(&on_aske),
            "WHEN  to +442079460018, would be logged on Jon Aske."
        );
        assert_eq!(
            said(&left_out),
            "WHEN  internal, with 77, would be left out: A call between extensions."
        );
        assert_eq!(
            said(&withheld),
            "WHEN  from a withheld number, would be logged without a contact: The number was withheld or is no phone \
             number."
        );
        assert_eq!(
            said(&PlannedCall::unreadable("no start")),
            "The PBX's record cannot be read: no start"
        );
    }
}
