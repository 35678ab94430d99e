//! The text for support (spec H3): everything that explains how this profile works, and nothing that tells whose it is.
//!
//! It is in English for everybody, because support reads it. What is personal is replaced by stand-ins of a keyed
//! digest, so that one number is one number through the whole text and in the next one, and nobody can find it out by
//! trying all numbers. Calls that are kept back leave no trace: they are not listed, numbered or counted.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::delivery::State;
use crate::phone::DialPlan;
use crate::phrase::Phrase;
use crate::poller::{Gap, Progress};
use crate::reason::Reason;
use crate::settings::key::Key;
use crate::settings::layers::{Effective, MisplacedValue};
use crate::settings::raw::Raw;
use crate::view::{CallView, Counts, HistoryEntry, PartView, StatusView};

mod stand_in;

pub use stand_in::{Kind, Known};

use stand_in::StandIns;

/// How many calls are listed, the newest.
pub const CALLS_MAX: usize = 200;
/// How many lines of the log are shown, the last.
pub const LOG_LINES_MAX: usize = 500;
/// The word of the log line that counts the calls of a pass: the sum would tell of calls that are kept back.
const COUNTING: &str = " polled=";
/// The levels of the log.
const LEVELS: [&str; 5] = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"];

/// Everything the text is made of.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// When.
    pub made_at: Timestamp,
    /// Ringlog's version.
    pub version: String,
    /// The system it runs on.
    pub system: String,
    /// The settings in force.
    pub effective: Effective,
    /// What is wrong with the settings beyond single values.
    pub warnings: Vec<Phrase>,
    /// The light.
    pub status: StatusView,
    /// How far the history of the extension was read.
    pub progress: Progress,
    /// When calls may be missing.
    pub gaps: Vec<Gap>,
    /// How many calls stand where, and why.
    pub reasons: Vec<ReasonCount>,
    /// The newest calls, newest first.
    pub calls: Vec<CallEvidence>,
    /// The last lines of the log.
    pub log: Vec<String>,
    /// What must not be seen.
    pub known: Vec<Known>,
}

/// How many calls stand in a state for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonCount {
    /// Where they stand.
    pub state: State,
    /// The reason of one of them; those of all have the same code.
    pub reason: Option<Reason>,
    /// How many.
    pub count: u64,
}

/// One call with what is shown of it only to support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallEvidence {
    /// The call with its history.
    pub call: CallView,
    /// The other side as the PBX wrote it.
    pub written: String,
    /// How often it was sent.
    pub attempts: u32,
    /// When it is looked at again.
    pub due_at: Option<Timestamp>,
}

/// Whether nothing may tell that there is such a call (spec C5).
#[must_use]
pub fn is_kept_back(reason: &Reason) -> bool {
    match reason {
        Reason::NeverLog | Reason::Private => true,
        Reason::Due
        | Reason::StillRunning
        | Reason::SignInNeeded
        | Reason::OwnerUnclear
        | Reason::Unreachable { .. }
        | Reason::Throttled
        | Reason::RecordGone
        | Reason::SeveralRecords { .. }
        | Reason::UnknownNumber { .. }
        | Reason::Internal
        | Reason::TooShort { .. }
        | Reason::GroupMissed
        | Reason::ServiceNumber
        | Reason::OutsideWorkingHours
        | Reason::NotKnown
        | Reason::Emergency
        | Reason::BackfillCancelled
        | Reason::OwnNumber
        | Reason::DeletedInDynamics
        | Reason::Undone
        | Reason::MissingPrivilege { .. }
        | Reason::Refused { .. }
        | Reason::Unreadable { .. }
        | Reason::NeverEnded
        | Reason::AlreadyLogged { .. }
        | Reason::NoNumber
        | Reason::UnknownNumberUnlinked
        | Reason::NobodyChose
        | Reason::NobodyChosen
        | Reason::ContactDeactivated => false,
    }
}

/// The text.
///
/// `digest` tells values apart and cannot be computed by who does not hold the profile's key.
#[must_use]
pub fn text(evidence: &Evidence, digest: &dyn Fn(&str) -> String) -> String {
    let plan = evidence.effective.settings.region.as_deref();
    let plan = plan.and_then(|region| DialPlan::new(region).ok());
    let bundle = Bundle {
        evidence,
        stand_ins: StandIns::new(digest, plan, &evidence.known),
    };
    let mut text = format!(
        "Ringlog diagnostics\n\n\
         Made {} by Ringlog {} on {}.\n\
         Numbers, names, companies, e-mail addresses, hosts and ids are replaced by stand-ins. The same value has the \
         same stand-in everywhere, and in every other such text of this profile. Where a number is shown as it is \
         written, each digit is a 9 and each letter an a.\n\
         Private calls, the never-log list and the calls left out by it are not in here. The checks of `ringlogctl doctor` are not \
         either: they take a while and ask the other systems.\n",
        evidence.made_at, evidence.version, evidence.system
    );
    for (heading, content) in [
        ("Settings", bundle.settings()),
        ("Light", bundle.light()),
        ("Reading the PBX", bundle.reading()),
        ("Calls by state and reason", bundle.counts()),
        ("The last calls, newest first", bundle.calls()),
        ("The end of the log", bundle.log()),
    ] {
        // Writing to a String cannot fail.
        let _always_ok = write!(text, "\n## {heading}\n\n{}\n", content.trim_end());
    }
    text
}

struct Bundle<'a> {
    evidence: &'a Evidence,
    stand_ins: StandIns<'a>,
}

impl Bundle<'_> {
    fn settings(&self) -> String {
        let effective = &self.evidence.effective;
        let mut text = String::new();
        for key in Key::ALL {
            let value = self.setting(*key, effective.value(*key));
            let origin = if *key == Key::NeverLog {
                String::new()
            } else {
                format!("  ({})", effective.origin(*key))
            };
            text.push_str(&format!("{key} = {value}{origin}\n"));
        }
        let problems = effective.problems.iter();
        let shown = problems.filter(|problem| problem.problem.key != Key::NeverLog);
        for problem in self
            .evidence
            .warnings
            .iter()
            .cloned()
            .chain(shown.map(MisplacedValue::phrase))
        {
            let said = self.said(&problem);
            if !said.contains(Key::NeverLog.name()) {
                text.push_str(&format!("Problem: {said}\n"));
            }
        }
        text
    }

    fn setting(&self, key: Key, value: Option<Raw>) -> String {
        let kind = match key {
            Key::NeverLog => return "not shown".to_owned(),
            Key::OrganizationUrl | Key::PbxUrl | Key::Authority | Key::Scope => Shown::Scrubbed,
            Key::AttributionEmail | Key::PbxEmail => Shown::As(Kind::Mail),
            Key::ClientId | Key::MicrosoftTenant => Shown::As(Kind::Id),
            Key::PbxTenant => Shown::As(Kind::Host),
            Key::Extension => Shown::As(Kind::Extension),
            Key::OwnNumbers => Shown::As(Kind::Number),
            Key::PbxKind
            | Key::PollSeconds
            | Key::LookBackHours
            | Key::Region
            | Key::MinimumSeconds
            | Key::AnsweredMinimumSeconds
            | Key::LogQueueMissed
            | Key::LogServiceNumbers
            | Key::WorkingHours
            | Key::KnownNumbersOnly
            | Key::UnknownNumber
            | Key::MatchEntities
            | Key::MatchColumns
            | Key::AmbiguousWaitHours
            | Key::LoggedNotifications
            | Key::QuietHours
            | Key::StartWithSession
            | Key::AppLanguage => Shown::Itself,
        };
        let show = |text: &str| match kind {
            Shown::Itself => text.to_owned(),
            Shown::Scrubbed => self.scrubbed(text),
            Shown::As(Kind::Number) => self.stand_ins.written(text),
            Shown::As(kind) => self.stand_ins.of(kind, text),
        };
        match value {
            None => "not set".to_owned(),
            Some(Raw::Texts(texts)) => {
                let texts: Vec<String> = texts.iter().map(|text| show(text)).collect();
                format!("[{}]", texts.join(", "))
            }
            Some(value @ (Raw::Text(_) | Raw::Integer(_) | Raw::Bool(_) | Raw::Other(_))) => {
                show(&value.to_text())
            }
        }
    }

    fn light(&self) -> String {
        let status = &self.evidence.status;
        let linked = match (&status.linked_as, status.linked_since) {
            (Some(account), Some(since)) => format!(
                "Linked as {} since {since}.",
                self.stand_ins.of(Kind::Mail, account)
            ),
            (Some(account), None) => {
                format!("Linked as {}.", self.stand_ins.of(Kind::Mail, account))
            }
            (None, _) => "Unlinked.".to_owned(),
        };
        format!(
            "{:?}\nPBX: {}\nMicrosoft sign-in: {}\nDynamics: {}\n{linked}\nLast call logged: {}\n",
            status.light,
            self.part(&status.parts.pbx),
            self.part(&status.parts.sign_in),
            self.part(&status.parts.dynamics),
            self.last_logged(),
        )
    }

    /// Of the calls that are listed, for the last one of all may be kept back since.
    fn last_logged(&self) -> String {
        let logged = self
            .shown_calls()
            .filter(|call| call.call.state == State::Logged);
        logged
            .filter_map(|call| call.call.logged_at)
            .max()
            .map_or_else(|| "none of those below".to_owned(), |at| at.to_string())
    }

    fn part(&self, part: &PartView) -> String {
        format!(
            "{:?}, asked {}: {}",
            part.state,
            moment(part.checked_at),
            self.said(&part.message)
        )
    }

    /// The watermark is the beginning of the newest call, and must not be that of a call that is kept back.
    fn reading(&self) -> String {
        let Progress {
            horizon,
            watermark,
            succeeded_at,
        } = self.evidence.progress;
        let newest = self.shown_calls().map(|call| call.call.started_at).max();
        let mut text = format!(
            "Looks back to: {}\nHas read up to: {}\nLast read to the end: {}\n",
            moment(horizon),
            moment(watermark.and(newest).min(watermark)),
            moment(succeeded_at)
        );
        if self.evidence.gaps.is_empty() {
            text.push_str("No gap.\n");
        }
        for gap in &self.evidence.gaps {
            text.push_str(&format!("Gap from {} until {}.\n", gap.from, gap.until));
        }
        text
    }

    fn counts(&self) -> String {
        let shown = self
            .evidence
            .reasons
            .iter()
            .filter(|one| !hides(one.reason.as_ref()));
        let mut counts = Counts::default();
        let mut lines = String::new();
        for ReasonCount {
            state,
            reason,
            count,
        } in shown
        {
            *match state {
                State::Logged => &mut counts.logged,
                State::Waiting => &mut counts.waiting,
                State::NeedsYou => &mut counts.needs_you,
                State::LeftOut => &mut counts.left_out,
                State::Failed => &mut counts.failed,
            } += count;
            if let Some(reason) = reason {
                let said = self.said(&reason.phrase());
                lines.push_str(&format!("{count:>7}  {state:?}, for example: {said}\n"));
            }
        }
        format!(
            "Logged {}, waiting {}, needs you {}, left out {}, failed {}.\n{lines}",
            counts.logged, counts.waiting, counts.needs_you, counts.left_out, counts.failed
        )
    }

    fn calls(&self) -> String {
        let calls: String = self
            .shown_calls()
            .take(CALLS_MAX)
            .zip(1..)
            .map(|(call, number)| self.call(call, number))
            .collect();
        if calls.is_empty() {
            "None.\n".to_owned()
        } else {
            calls
        }
    }

    fn shown_calls(&self) -> impl Iterator<Item = &CallEvidence> {
        let calls = self.evidence.calls.iter();
        calls.filter(|call| !hides(call.call.reason.as_ref()))
    }

    /// Calls are numbered as they are listed: in the ledger's own numbers one that is missing would be seen.
    fn call(&self, evidence: &CallEvidence, number: usize) -> String {
        let CallEvidence {
            call,
            written,
            attempts,
            due_at,
        } = evidence;
        let of = |kind: Kind, value: Option<String>| {
            value.map_or_else(
                || "none".to_owned(),
                |value| self.stand_ins.of(kind, &value),
            )
        };
        let mut text = format!(
            "{number}. {} {:?}, {:?}, talked {} s, answered {}, ended {}, extension {}, PBX id {}\n   {:?}{}\n   number {}, as written {}, name {}\n   contact {} {}, company {}, activity {}, logged {}, attempts {attempts}, due {}\n",
            call.started_at,
            call.direction,
            call.outcome,
            call.talk_seconds,
            moment(call.answered_at),
            call.ended_at,
            self.stand_ins.of(Kind::Extension, &call.extension),
            self.stand_ins.of(Kind::Id, &call.source_id),
            call.state,
            call.reason
                .as_ref()
                .map_or_else(String::new, |reason| format!(
                    ": {}",
                    self.said(&reason.phrase())
                )),
            of(Kind::Number, call.remote_number.clone()),
            self.stand_ins.written(written),
            self.other_side(call.remote_name.as_deref().filter(|name| *name != written)),
            of(Kind::Name, call.contact_name.clone()),
            of(Kind::Id, call.contact_id.map(|id| id.to_string())),
            of(Kind::Company, call.company.clone()),
            of(Kind::Id, call.activity_id.map(|id| id.to_string())),
            moment(call.logged_at),
            moment(*due_at),
        );
        for HistoryEntry { at, event, detail } in call.history.iter().flatten() {
            text.push_str(&format!("   {at} {event}: {}\n", self.said(detail)));
        }
        text
    }

    fn other_side(&self, name: Option<&str>) -> String {
        name.map_or_else(
            || "none".to_owned(),
            |name| {
                let Known { kind, value } = Known::of_other_side(name);
                self.stand_ins.of(kind, &value)
            },
        )
    }

    fn log(&self) -> String {
        let lines = self
            .evidence
            .log
            .iter()
            .filter(|line| !line.contains(COUNTING) && !line.contains(Key::NeverLog.name()));
        let mut text = String::new();
        for line in lines {
            let (head, words) = head_of(line);
            if let Some(words) = self.stand_ins.scrub(&without_call_numbers(words)) {
                text.push_str(&format!("{head}{words}\n"));
            }
        }
        text
    }

    /// A sentence without what is personal in it; texts of which it is not known what they hold are replaced as a whole.
    fn said(&self, phrase: &Phrase) -> String {
        let replaced = |name: &str, text: &str| match name {
            "detail" | "text" | "key" | "label" | "version" | "path" | "files" | "privilege"
            | "status" | "allowed" | "event" | "places" => self.scrubbed(text),
            "line" | "column" if text.parse::<u32>().is_ok() => text.to_owned(),
            "host" | "organization" | "linked" | "setting" | "authority" | "address" => {
                let scrubbed = self.scrubbed(text);
                if scrubbed == text && !text.contains("://") {
                    self.stand_ins.of(Kind::Host, text)
                } else {
                    scrubbed
                }
            }
            "extension" => self.stand_ins.of(Kind::Extension, text),
            "name" | "who" => self.stand_ins.of(Kind::Name, text),
            "company" => self.stand_ins.of(Kind::Company, text),
            "user" | "account" | "email" => self.stand_ins.of(Kind::Mail, text),
            _ => self.stand_ins.of(Kind::Text, text),
        };
        phrase.with_texts(&replaced).to_string()
    }

    fn scrubbed(&self, text: &str) -> String {
        self.stand_ins
            .scrub(text)
            .unwrap_or_else(|| "not shown".to_owned())
    }
}

/// How the value of a setting is shown.
#[derive(Clone, Copy)]
enum Shown {
    Itself,
    Scrubbed,
    As(Kind),
}

fn hides(reason: Option<&Reason>) -> bool {
    reason.is_some_and(is_kept_back)
}

fn moment(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "never".to_owned(), |at| at.to_string())
}

/// Time, level and place of a log line, which are the program's own words, and the rest.
fn head_of(line: &str) -> (&str, &str) {
    let mut words = line.splitn(2, char::is_whitespace);
    let (Some(time), Some(rest)) = (words.next(), words.next()) else {
        return ("", line);
    };
    let level = rest.split_whitespace().next().unwrap_or_default();
    if time.parse::<Timestamp>().is_err() || !LEVELS.contains(&level) {
        return ("", line);
    }
    let after_level = line.find(level).map_or(0, |at| at + level.len());
    let place = line
        .get(after_level..)
        .and_then(|rest| rest.find(": "))
        .map_or(after_level, |at| after_level + at);
    let is_place = line.get(after_level..place).is_some_and(|place| {
        place
            .trim()
            .chars()
            .all(|c| c.is_ascii_lowercase() || "_:".contains(c))
    });
    line.split_at(if is_place { place } else { after_level })
}

/// The ledger's own number of a call would tell how many there are.
fn without_call_numbers(words: &str) -> String {
    let mut text = String::new();
    let mut rest = words;
    while let Some(at) = rest.find("call ") {
        let (before, after) = rest.split_at(at + "call ".len());
        text.push_str(before);
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
        if rest.len() < after.len() {
            text.push('…');
        }
    }
    text + rest
}

#[cfg(test)]
mod tests;
