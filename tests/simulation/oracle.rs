//! What must hold, whatever happened.

use ringlog_core::account::AccountState;
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::CallFilter;
use ringlog_core::desktop::facts::Doing;
use ringlog_core::reason::Reason;
use ringlog_core::status::{Light, light};
use ringlog_core::view::CallView;
use ringlog_simulator::dataverse::{PhoneCallRow, Table};

use std::time::Duration;

use super::computer::Computer;
use super::happening::End;
use super::people::{Known, PEOPLE};
use super::stage::{Had, Stage};

/// No computer polls less often than this.
const OUTAGE_SEEN_WITHIN: Duration = Duration::from_secs(5_400);

/// Nothing waits for its turn any more, and every light is green.
#[must_use]
pub fn is_settled(stage: &Stage) -> bool {
    stage.computers.iter().all(|computer| {
        let is_done = computer.last_report.as_ref().is_some_and(|report| {
            report.waiting == 0 && report.needs_you == 0 && report.failed == 0
        });
        is_done && lights(computer) == Some(Light::Green)
    })
}

/// A computer waits for the person to sign in.
#[must_use]
pub fn needs_sign_in(stage: &Stage) -> bool {
    stage.computers.iter().any(|computer| {
        let facts = computer.desk().facts(Doing::Nothing, computer.now());
        facts.is_ok_and(|facts| !matches!(facts.account, AccountState::Linked { .. }))
    })
}

/// A light that is green although nobody reached `system` for long.
#[must_use]
pub fn judged_outage(stage: &Stage, system: usize) -> Vec<String> {
    let Some(since) = stage.destinations[system].down_since() else {
        return Vec::new();
    };
    if since.elapsed() < OUTAGE_SEEN_WITHIN {
        return Vec::new();
    }
    let is_green = |computer: &&Computer| {
        let has_asked = match system {
            0 => true,
            // Dynamics is asked only while something is to be sent.
            2 => has_to_send(computer),
            _ => false,
        };
        let light = lights(computer);
        has_asked && computer.has_run_since(since) && light == Some(Light::Green)
    };
    let green = stage.computers.iter().filter(is_green);
    green
        .map(|computer| {
            let name = stage.destinations[system].name;
            format!("{}: the light is green while {name} is down", computer.name)
        })
        .collect()
}

fn has_to_send(computer: &Computer) -> bool {
    let calls = computer.desk().calls(&CallFilter::default(), None, 500);
    calls.is_ok_and(|calls| {
        let mut waiting = calls.iter().filter(|call| call.state == State::Waiting);
        waiting.any(|call| call.reason != Some(Reason::StillRunning))
    })
}

fn lights(computer: &Computer) -> Option<Light> {
    let facts = computer.desk().facts(Doing::Nothing, computer.now()).ok()?;
    let states: Vec<_> = facts
        .parts
        .iter()
        .map(|part| part.health.condition.state())
        .collect();
    Some(light(&states))
}

/// What should have held at the end and did not, a sentence each.
#[must_use]
pub fn judged(stage: &Stage) -> Vec<String> {
    let mut broken = Vec::new();
    let rows = stage.systems.dataverse.phone_calls();
    for had in &stage.calls {
        broken.extend(judged_call(stage, had, &rows));
    }
    for row in &rows {
        if !stage.calls.iter().any(|had| is_of(row, had)) {
            broken.push(format!("the phone call {} is of no call: {row:?}", row.id));
        }
    }
    broken.extend(judged_contacts(stage));
    for computer in &stage.computers {
        broken.extend(judged_computer(stage, computer));
    }
    broken
}

fn is_of(row: &PhoneCallRow, had: &Had) -> bool {
    row.description.contains(&format!("Call id {},", had.id))
}

/// Whether Ringlog's rules want it logged.
fn qualifies(had: &Had) -> bool {
    PEOPLE[had.talk.with].known != Known::Colleague && had.talk.end != End::RangOff
}

fn judged_call(stage: &Stage, had: &Had, rows: &[PhoneCallRow]) -> Vec<String> {
    let found: Vec<&PhoneCallRow> = rows.iter().filter(|row| is_of(row, had)).collect();
    let mut broken = Vec::new();
    if found.len() > 1 {
        broken.push(format!(
            "the call {} stands in Dynamics {} times: {found:?}",
            had.id,
            found.len()
        ));
    }
    if !qualifies(had) {
        if !found.is_empty() {
            broken.push(format!(
                "the call {} should have been left out: {:?}",
                had.id, had.talk
            ));
        }
        return broken;
    }
    let may_be_missing =
        had.is_hidden || stage.acted_on.contains(&had.id) || !stage.deleted.is_empty();
    let Some(row) = found.first() else {
        if !may_be_missing {
            broken.push(format!("the call {} was lost: {:?}", had.id, had.talk));
        }
        return broken;
    };
    if !row.is_completed() {
        broken.push(format!("the call {} is not completed: {row:?}", had.id));
    }
    if !stage.acted_on.contains(&had.id) {
        broken.extend(judged_person(stage, had, row));
    }
    broken
}

/// It stands on the right person, or on nobody where that is right.
fn judged_person(stage: &Stage, had: &Had, row: &PhoneCallRow) -> Option<String> {
    let known = &stage.contacts[had.talk.with];
    let regarding = row
        .regarding
        .filter(|(table, _)| *table == Table::Contact)
        .map(|(_, id)| id);
    let is_right = match (PEOPLE[had.talk.with].known, regarding) {
        (Known::Once(_), Some(id)) => known.contains(&id),
        (Known::Once(_), None) => false,
        (Known::Twice(_), None) => true,
        (Known::Twice(_), Some(id)) => known.contains(&id) && !stage.acted_on.is_empty(),
        (Known::Never, None) => true,
        (Known::Never, Some(id)) => {
            let number = PEOPLE[had.talk.with].number;
            let contacts = stage.systems.dataverse.contacts();
            stage.contacts_changed
                || !stage.acted_on.is_empty()
                || contacts
                    .iter()
                    .any(|contact| contact.id == id && contact.mobile_phone == number)
        }
        (Known::Colleague, _) => true,
    };
    // A person who chose somebody for a number chose for its next calls, too.
    let is_chosen = !stage.acted_on.is_empty() && regarding == Some(stage.contacts[0][0]);
    (!is_right && !is_chosen).then(|| {
        format!(
            "the call {} with {} stands on {regarding:?}",
            had.id, PEOPLE[had.talk.with].number
        )
    })
}

/// Nobody was made twice.
fn judged_contacts(stage: &Stage) -> Vec<String> {
    let contacts = stage.systems.dataverse.contacts();
    PEOPLE
        .iter()
        .filter(|person| person.known == Known::Never)
        .filter_map(|person| {
            let made = contacts
                .iter()
                .filter(|contact| contact.mobile_phone == person.number)
                .count();
            (made > 1 && !stage.contacts_changed)
                .then(|| format!("{} has {made} contacts", person.number))
        })
        .collect()
}

fn judged_computer(stage: &Stage, computer: &Computer) -> Vec<String> {
    let mut broken = Vec::new();
    let desk = computer.desk();
    let calls = match desk.calls(&CallFilter::default(), None, 500) {
        Ok(calls) => calls,
        Err(problem) => return vec![format!("{}: {problem}", computer.name)],
    };
    let rows = stage.systems.dataverse.phone_calls();
    for call in &calls {
        if let Some(what) = unsettled(call).or_else(|| wrongly_failed(stage, call, &rows)) {
            let had = stage.calls.iter().find(|had| had.id == call.source_id);
            broken.push(format!(
                "{}: {} {what}: {had:?}",
                computer.name, call.source_id
            ));
        }
    }
    for had in stage.calls.iter().filter(|had| !had.is_hidden) {
        if !calls.iter().any(|call| call.source_id == had.id) {
            broken.push(format!(
                "{} never recorded {}: {:?}",
                computer.name, had.id, had.talk
            ));
        }
    }
    let is_failed = calls.iter().any(|call| call.state == State::Failed);
    if lights(computer) != Some(Light::Green) && !is_failed {
        broken.push(format!(
            "{}: all is well, and the light is not green",
            computer.name
        ));
    }
    broken
}

/// Dynamics has it, and nobody but Ringlog ever touched it there.
fn wrongly_failed(stage: &Stage, call: &CallView, rows: &[PhoneCallRow]) -> Option<String> {
    let had = stage.calls.iter().find(|had| had.id == call.source_id)?;
    let is_there = rows.iter().any(|row| is_of(row, had));
    let is_wrong =
        call.state == State::Failed && is_there && !stage.acted_on.contains(&call.source_id);
    is_wrong.then(|| {
        format!(
            "failed although it stands in Dynamics: {}",
            call.reason
                .as_ref()
                .map_or_else(String::new, ToString::to_string)
        )
    })
}

fn unsettled(call: &CallView) -> Option<String> {
    match call.state {
        State::Logged | State::LeftOut => None,
        State::Failed => call
            .reason
            .is_none()
            .then(|| "failed without a reason".to_owned()),
        State::Waiting | State::NeedsYou => Some(format!(
            "still waits: {}",
            call.reason
                .as_ref()
                .map_or_else(|| "for nothing".to_owned(), ToString::to_string)
        )),
    }
}
