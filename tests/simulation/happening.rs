//! What happens in a world, and when: drawn from the seed before anything happens.

use std::time::Duration;

use super::dice::Dice;
use super::wire::Storm;

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happening {
    /// A call ends and stands in the history at once.
    Call(Talk),
    /// A call that ended so many minutes ago appears in the history only now.
    LateCall(Talk, i64),
    /// A call begins; it ends so many minutes later.
    LongCall(Talk, i64),
    /// The person hides a call of the history in the portal of the PBX.
    CallHidden,
    /// The PBX shows another end of a call than before.
    CallChanged,
    /// The weather changes at a system.
    Weather(usize, StormBox),
    /// A system is down for so many minutes.
    Outage(usize, i64),
    /// A computer has no network for so many minutes.
    Unplugged(usize, i64),
    /// The power of a computer goes, and comes back so many minutes later.
    PowerCut(usize, i64),
    /// A computer sleeps for so many minutes: nothing of it runs, and then it goes on where it was.
    Asleep(usize, i64),
    /// The clock of a computer is set by so many minutes.
    ClockSet(usize, i64),
    /// All access tokens are over before their time.
    AccessTokensEnd,
    /// An administrator revokes every token; the person links again so many minutes later.
    TokensRevoked(i64),
    /// Conditional Access wants claims, for so many minutes.
    ClaimsWanted(i64),
    /// The PBX is restarted, and its sessions are gone.
    PbxRestarted,
    /// Somebody deletes a phone call that Ringlog wrote.
    PhoneCallDeleted,
    /// Somebody edits one.
    PhoneCallEdited,
    /// Somebody deletes a contact that Ringlog made.
    ContactDeleted,
    /// Somebody merges a contact that Ringlog made into a known one.
    ContactMerged,
    /// Dynamics refuses writes for a reason of its own, so many times.
    WritesRefused(u32),
    /// The person asks to look now, on a computer.
    LookNow(usize),
    /// The person does something with a call, on a computer.
    Act(usize, Act),
}

/// A storm that compares, for tests of the drawing.
#[derive(Clone, Copy, Debug)]
pub struct StormBox(pub Storm);

impl PartialEq for StormBox {
    fn eq(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}

/// Who talks with whom, and how it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Talk {
    /// Which of the people of the world, see [`super::people::PEOPLE`].
    pub with: usize,
    /// The other side calls.
    pub is_inbound: bool,
    /// How it ends.
    pub end: End,
}

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// They talked.
    Talked,
    /// Nobody answered for a while.
    Unanswered,
    /// Nobody answered in the second it rang.
    RangOff,
}

/// What a person does with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Send it again now.
    Retry,
    /// Keep it out of Dynamics.
    MakePrivate,
    /// Take it out again.
    Undo,
    /// Note something.
    Note,
    /// It was the first known contact's call.
    Choose,
}

/// Everything that happens, by the time since the beginning.
///
/// Most stories are short: what goes wrong takes two or three things that meet, and there are more stories of few.
#[must_use]
pub fn drawn(dice: &mut Dice, computers: usize) -> Vec<(Duration, Happening)> {
    let (minutes, count) = if dice.happens(750) {
        (dice.between(10..=45), dice.between(2..=5))
    } else {
        (dice.between(20..=150), dice.between(4..=13))
    };
    let mut script: Vec<(Duration, Happening)> = (0..count)
        .map(|_| {
            let at =
                Duration::from_secs(u64::try_from(dice.between(0..=minutes * 60)).unwrap_or(0));
            (at, one(dice, computers))
        })
        .collect();
    script.sort_by_key(|(at, _)| *at);
    script
}

fn one(dice: &mut Dice, computers: usize) -> Happening {
    let last = i64::try_from(computers).unwrap_or(1) - 1;
    let computer = usize::try_from(dice.between(0..=last)).unwrap_or(0);
    let system = usize::try_from(dice.between(0..=2)).unwrap_or(0);
    let short = dice.between(1..=60);
    let long = dice.between(5..=240);
    match dice.between(0..=99) {
        0..=38 => Happening::Call(talk(dice)),
        39..=41 => Happening::Asleep(computer, long),
        42..=45 => Happening::LateCall(talk(dice), long),
        46..=49 => Happening::LongCall(talk(dice), short),
        50 => Happening::CallHidden,
        51 => Happening::CallChanged,
        52..=58 => Happening::Weather(system, StormBox(Storm::drawn(dice))),
        59..=62 => Happening::Outage(system, long),
        63..=64 => Happening::Unplugged(computer, long),
        65..=72 => Happening::PowerCut(computer, short),
        73..=75 => Happening::ClockSet(computer, dice.between(-180..=180)),
        76..=77 => Happening::AccessTokensEnd,
        78..=79 => Happening::TokensRevoked(short),
        80..=81 => Happening::ClaimsWanted(short),
        82 => Happening::PbxRestarted,
        83 => Happening::PhoneCallDeleted,
        84..=85 => Happening::PhoneCallEdited,
        86 => Happening::ContactDeleted,
        87 => Happening::ContactMerged,
        88..=90 => Happening::WritesRefused(u32::try_from(dice.between(1..=4)).unwrap_or(1)),
        91..=93 => Happening::LookNow(computer),
        _ => Happening::Act(
            computer,
            *dice
                .one_of(&[
                    Act::Retry,
                    Act::MakePrivate,
                    Act::Undo,
                    Act::Note,
                    Act::Choose,
                ])
                .unwrap_or(&Act::Retry),
        ),
    }
}

fn talk(dice: &mut Dice) -> Talk {
    let people = i64::try_from(super::people::PEOPLE.len()).unwrap_or(1);
    Talk {
        with: usize::try_from(dice.between(0..=people - 1)).unwrap_or(0),
        is_inbound: dice.happens(600),
        end: match dice.between(0..=9) {
            0..=6 => End::Talked,
            7..=8 => End::Unanswered,
            _ => End::RangOff,
        },
    }
}
