//! From what the PBX says to what Ringlog means (`reference/vodia.md`, section 11, rules 2 to 4).

use std::net::IpAddr;

use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};

use crate::call::{Call, CallKey, Direction, Outcome, RemoteParty};
use crate::cdr::{Cdr, Party};
use crate::phone::{DialPlan, PhoneNumber};

/// An end this little before the start is a rounding difference of the PBX.
const END_TOLERANCE: SignedDuration = SignedDuration::from_secs(1);

/// An answer this little outside the call is a rounding difference; further out its time means nothing.
const ANSWER_TOLERANCE: SignedDuration = SignedDuration::from_secs(60);

/// More digits than this are nobody's extension.
const EXTENSION_DIGITS_MAX: usize = 6;

/// What telephone networks and PBXs write for a caller who is withheld or not known, in small letters without spaces.
const WITHHELD: [&str; 32] = [
    "anonym",
    "anonyme",
    "anonymous",
    "anonymouscaller",
    "anonimo",
    "anónimo",
    "blocked",
    "blockedcaller",
    "callerunknown",
    "desconocido",
    "hidden",
    "inconnu",
    "masqué",
    "nocallerid",
    "noname",
    "nonumber",
    "none",
    "null",
    "numberwithheld",
    "outofarea",
    "private",
    "privatecaller",
    "privatenumber",
    "privado",
    "restricted",
    "unavailable",
    "unbekannt",
    "unknown",
    "unknowncaller",
    "unknownname",
    "unknownnumber",
    "withheld",
];

/// Where a record comes from and whose it is: what a record does not say itself.
#[derive(Clone, Debug)]
pub struct Origin<'a> {
    /// [`crate::call::CallKey::source`].
    pub source: &'a str,
    /// The person's extension.
    pub extension: &'a str,
    /// The PBX tenant's host names, separated by spaces, to tell extensions from the outside world.
    pub tenant: &'a str,
    /// How numbers are written there.
    pub plan: DialPlan,
}

/// What a record is.
#[derive(Clone, Debug, PartialEq)]
pub enum Normalized {
    /// A finished call.
    Finished(Call),
    /// A call still going on: everything is known but the end; `ended_at` holds the start.
    Running(Call),
}

/// Why a record is not a call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Without a start there is no telling which call it is.
    #[error("The record has no start time.")]
    NoStart,
    /// It ended before it began.
    #[error("The record ends before it starts.")]
    EndsBeforeStart,
    /// Neither direction nor parties tell whose call it is.
    #[error("The record does not say who called whom.")]
    NoParties,
}

/// Reads one record.
///
/// # Errors
/// When the record cannot be a call; the caller keeps it with the reason.
pub fn normalize(cdr: &Cdr, origin: &Origin<'_>) -> Result<Normalized, Rejection> {
    let started_at = cdr.started_at.ok_or(Rejection::NoStart)?;
    let ended_at = match cdr.ended_at {
        Some(end) if started_at.duration_since(end) > END_TOLERANCE => {
            return Err(Rejection::EndsBeforeStart);
        }
        Some(end) => Some(end.max(started_at)),
        None => None,
    };
    let side = origin.side(cdr).ok_or(Rejection::NoParties)?;
    let remote = match side {
        Side::Called => &cdr.from,
        Side::Calling => &cdr.to,
    };
    let call = Call {
        key: key(cdr, origin, started_at),
        direction: match side {
            Side::Called | Side::Calling if origin.is_internal(cdr) => Direction::Internal,
            Side::Called => Direction::Inbound,
            Side::Calling => Direction::Outbound,
        },
        outcome: outcome(cdr, side),
        remote: remote_party(remote, &origin.plan),
        started_at,
        answered_at: cdr
            .answered_at
            .and_then(|at| answered_within(at, started_at, ended_at)),
        ended_at: ended_at.unwrap_or(started_at),
        via_group: cdr.queue || (side == Side::Called && origin.is_for_group(cdr)),
    };
    Ok(match ended_at {
        Some(_) => Normalized::Finished(call),
        None => Normalized::Running(call),
    })
}

/// On which end of a call the person's extension is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Called,
    Calling,
}

impl Origin<'_> {
    /// From `inbound`; where that is missing, from the party that is the extension, else from the only one inside.
    fn side(&self, cdr: &Cdr) -> Option<Side> {
        if let Some(inbound) = cdr.inbound {
            return Some(if inbound { Side::Called } else { Side::Calling });
        }
        let by = |is: &dyn Fn(&Party) -> bool| match (is(&cdr.from), is(&cdr.to)) {
            (true, false) => Some(Side::Calling),
            (false, true) => Some(Side::Called),
            (true, true) | (false, false) => None,
        };
        by(&|party| self.is_own(party)).or_else(|| by(&|party| self.is_inside(party)))
    }

    /// What the PBX says is believed; only where it says nothing, two short parties of the tenant are an internal call.
    fn is_internal(&self, cdr: &Cdr) -> bool {
        match cdr.external {
            Some(external) => !external,
            None => self.is_inside(&cdr.from) && self.is_inside(&cdr.to),
        }
    }

    /// Whether an inside account was called that is not the person's: a ring group, as Vodia has no word for one in its
    /// records (`reference/vodia.md`, sections 5 and 12).
    ///
    /// A direct call names the extension or the number that was dialled from outside, and neither is a group.
    fn is_for_group(&self, cdr: &Cdr) -> bool {
        self.is_inside(&cdr.to) && !self.is_own(&cdr.to)
    }

    fn is_own(&self, party: &Party) -> bool {
        texts(party).any(|text| text.eq_ignore_ascii_case(self.extension.trim()))
    }

    /// Whether a party is an extension, a group or a service of this PBX: short digits or a star code, on its own host.
    ///
    /// The host alone proves nothing: Vodia writes its own tenant behind outside numbers too.
    fn is_inside(&self, party: &Party) -> bool {
        let is_short = |text: &str| {
            is_star_code(text)
                || (text.chars().all(|c| c.is_ascii_digit())
                    && text.len() <= EXTENSION_DIGITS_MAX
                    && self.plan.number(text).is_none())
        };
        let mut written = texts(party).peekable();
        written.peek().is_some()
            && written
                .all(|text| text.eq_ignore_ascii_case(self.extension.trim()) || is_short(text))
            && party
                .sip_host
                .as_deref()
                .is_none_or(|host| self.is_own_host(host))
    }

    fn is_own_host(&self, host: &str) -> bool {
        host.eq_ignore_ascii_case("localhost")
            || host.parse::<IpAddr>().is_ok()
            || self
                .tenant
                .split_whitespace()
                .any(|own| own.eq_ignore_ascii_case(host))
    }
}

/// What a party wrote as its number, the number field first.
fn texts(party: &Party) -> impl Iterator<Item = &str> {
    [&party.number, &party.sip_user]
        .into_iter()
        .flatten()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
}

fn is_star_code(text: &str) -> bool {
    text.starts_with(['*', '#'])
}

/// The source's own words first.
///
/// An unanswered inbound call was not answered, that much is known.
/// Of an unanswered outbound call the record does not tell busy, failed, not answered and given up apart, so none of
/// them is claimed (spec C2).
fn outcome(cdr: &Cdr, side: Side) -> Outcome {
    match (cdr.outcome, cdr.answered_at, side) {
        (Some(outcome), _, _) => outcome,
        (None, Some(_), _) => Outcome::Connected,
        (None, None, Side::Called) => Outcome::NoAnswer,
        (None, None, Side::Calling) => Outcome::Unknown,
    }
}

/// The time of the answer, drawn into the call where it lies a little outside; `None` where it cannot be meant.
fn answered_within(
    answered: Timestamp,
    started: Timestamp,
    ended: Option<Timestamp>,
) -> Option<Timestamp> {
    let within = answered.max(started);
    let within = ended.map_or(within, |end| within.min(end));
    (within.duration_since(answered).abs() <= ANSWER_TOLERANCE).then_some(within)
}

fn remote_party(party: &Party, plan: &DialPlan) -> RemoteParty {
    let written = texts(party).next().unwrap_or_default().to_owned();
    let number = number(party, plan);
    let name = party
        .name
        .as_deref()
        .and_then(|name| caller_name(name, party, number.as_ref(), plan));
    RemoteParty {
        number,
        written,
        name,
    }
}

/// A complete number if there is one (the SIP user often is, where the short field is national), else the first that
/// can be read.
///
/// A caller who is withheld in the number field stays withheld, whatever the network leaked elsewhere.
fn number(party: &Party, plan: &DialPlan) -> Option<PhoneNumber> {
    let is_hidden = |text: &str| is_withheld(text) || is_star_code(text);
    let host_hides = party
        .sip_host
        .as_deref()
        .is_some_and(|host| host.eq_ignore_ascii_case("anonymous.invalid"));
    if host_hides || texts(party).next().is_some_and(is_hidden) {
        return None;
    }
    let visible = || texts(party).filter(|text| !is_hidden(text));
    visible()
        .filter(|text| text.starts_with('+'))
        .chain(visible())
        .find_map(|text| plan.number(text))
}

/// The display name, unless it says no more than the number does.
fn caller_name(
    name: &str,
    party: &Party,
    number: Option<&PhoneNumber>,
    plan: &DialPlan,
) -> Option<String> {
    let name = name
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let is_number_again = !name.chars().any(char::is_alphabetic)
        || texts(party).any(|text| text.eq_ignore_ascii_case(&name))
        || number.is_some_and(|number| plan.number(&name).as_ref() == Some(number));
    (!is_number_again && !is_withheld(&name)).then_some(name)
}

/// Whether a text where a number or a name should be says only that the caller is withheld or not known.
pub(crate) fn is_withheld(text: &str) -> bool {
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let letters: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '.' | '<' | '>' | '(' | ')'))
        .flat_map(char::to_lowercase)
        .collect();
    WITHHELD.contains(&letters.as_str())
}

/// The record's identity: tenant, extension, id and the start in whole seconds, for an id may return in another leg or
/// a transfer.
fn key(cdr: &Cdr, origin: &Origin<'_>, started_at: Timestamp) -> CallKey {
    let id = cdr.id.as_deref().map(str::trim).filter(|id| !id.is_empty());
    CallKey {
        source: origin.source.to_owned(),
        extension: origin.extension.to_owned(),
        source_id: id.map_or_else(|| derived_id(cdr, started_at), str::to_owned),
        leg: rounded_seconds(started_at).to_string(),
    }
}

/// For a record without an id: what never changes while the call goes on.
fn derived_id(cdr: &Cdr, started_at: Timestamp) -> String {
    let written = |party| texts(party).next().unwrap_or_default();
    format!(
        "{}:{}>{}",
        started_at.as_millisecond(),
        written(&cdr.from),
        written(&cdr.to)
    )
}

fn rounded_seconds(at: Timestamp) -> i64 {
    let to_seconds = TimestampRound::new()
        .smallest(Unit::Second)
        .mode(RoundMode::HalfExpand);
    at.round(to_seconds)
        .map_or(at.as_second(), Timestamp::as_second)
}

#[cfg(test)]
mod tests;
