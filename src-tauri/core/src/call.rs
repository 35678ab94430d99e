//! One finished call, as Ringlog means it: strict, whatever the PBX wrote.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::phone::PhoneNumber;

/// The namespace of every id Ringlog derives; changing it would log old calls again.
pub const NAMESPACE: Uuid = Uuid::from_u128(0x6f2b_5c1d_3a7e_5d0b_9c41_8e62_f7d4_a913);

macro_rules! uuid_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

uuid_newtype!(
    /// `OrganizationId` of a Dynamics organization, as `WhoAmI` tells it.
    OrganizationId
);
uuid_newtype!(
    /// `systemuserid` of a Dynamics user.
    UserId
);
uuid_newtype!(
    /// `activityid` of a phone call in Dynamics.
    ActivityId
);
uuid_newtype!(
    /// The id of a contact, account or lead in Dynamics.
    RecordId
);

/// Which way a call went, seen from the person's extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Direction {
    /// Somebody outside called.
    Inbound,
    /// The person called somebody outside.
    Outbound,
    /// Between extensions; never logged (spec C1).
    Internal,
}

/// How a call ended, exactly as far as the source tells (spec C2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Outcome {
    /// Both sides spoke.
    Connected,
    /// Nobody answered.
    NoAnswer,
    /// The other side was busy.
    Busy,
    /// The call could not be set up.
    Failed,
    /// Not connected, and the source does not tell why.
    Unknown,
}

/// What makes a call the same call, on any computer and in any ledger (spec E3).
///
/// The PBX's own address is no part of it, so two computers that reach the PBX by different names agree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CallKey {
    /// The kind of source and its tenant, for example `vodia:pbx.example.com`, in lower case.
    pub source: String,
    /// The person's extension.
    pub extension: String,
    /// The call id the source gave.
    pub source_id: String,
    /// Tells legs with the same call id apart; each source decides what it is.
    pub leg: String,
}

impl CallKey {
    /// The id the call's Phone Call has in Dynamics, the same on every computer (spec E3).
    #[must_use]
    pub fn activity_id(&self, organization: OrganizationId) -> ActivityId {
        ActivityId(Uuid::new_v5(&organization.0, self.canonical().as_bytes()))
    }

    /// One text for one key: the parts with their lengths, so that no two keys share one.
    #[must_use]
    pub fn canonical(&self) -> String {
        [&self.source, &self.extension, &self.source_id, &self.leg]
            .map(|part| format!("{}:{part}", part.len()))
            .join(",")
    }
}

/// The other side of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteParty {
    /// The number, if the PBX gave one that can be called; `None` when withheld, empty or too short (spec D5).
    pub number: Option<PhoneNumber>,
    /// What the PBX wrote where the number should be: for people and for diagnostics.
    pub written: String,
    /// Caller ID name, if it is more than the number again.
    pub name: Option<String>,
}

/// One finished call of the person's extension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Its identity.
    pub key: CallKey,
    /// Which way it went.
    pub direction: Direction,
    /// How it ended.
    pub outcome: Outcome,
    /// The other side.
    pub remote: RemoteParty,
    /// When it began to ring or dial.
    pub started_at: Timestamp,
    /// When it was answered, if it was.
    pub answered_at: Option<Timestamp>,
    /// When it was over.
    pub ended_at: Timestamp,
    /// It came through a group: a queue or a ring group, whose calls several extensions can answer.
    pub via_group: bool,
}

impl Call {
    /// How long both sides spoke; zero if nobody answered.
    #[must_use]
    pub fn talk_time(&self) -> SignedDuration {
        self.answered_at.map_or(SignedDuration::ZERO, |answered| {
            self.ended_at
                .duration_since(answered)
                .max(SignedDuration::ZERO)
        })
    }

    /// From the first ring to the end, in whole seconds.
    #[must_use]
    pub fn total_seconds(&self) -> i64 {
        self.ended_at
            .duration_since(self.started_at)
            .as_secs()
            .max(0)
    }

    /// [`Self::talk_time`] in whole seconds.
    #[must_use]
    pub fn talk_seconds(&self) -> i64 {
        self.talk_time().as_secs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(source_id: &str, leg: &str) -> CallKey {
        CallKey {
            source: "vodia:pbx.example.com".to_owned(),
            extension: "504".to_owned(),
            source_id: source_id.to_owned(),
            leg: leg.to_owned(),
        }
    }

    #[test]
    fn one_call_has_one_activity_id_in_one_organization() {
        let organization = OrganizationId(NAMESPACE);
        assert_eq!(
            key("a", "1").activity_id(organization),
            key("a", "1").activity_id(organization)
        );
        assert_ne!(
            key("a", "1").activity_id(organization),
            key("a", "1").activity_id(OrganizationId(Uuid::nil()))
        );
        // Pinned: a change would log every call of the last day again.
        assert_eq!(
            key("pwMYYavMwmSb@pbx", "1592354550")
                .activity_id(organization)
                .to_string(),
            "378f3128-ad8c-5bd0-8d4e-ed2a1f39ab39"
        );
    }

    #[test]
    fn parts_that_run_together_are_still_different_calls() {
        assert_ne!(key("a,1:b", "c").canonical(), key("a", "1:b,c").canonical());
    }
}
