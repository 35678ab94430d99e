//! One call of a simulated extension, and how Vodia writes it.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

/// One call, with everything the history tells of it.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedCall {
    /// Its id; given by the PBX when empty.
    pub id: String,
    /// It came in.
    pub is_inbound: bool,
    /// The other side is outside the PBX.
    pub is_external: bool,
    /// It came through a queue.
    pub is_queue: bool,
    /// The number on this side where it is not the extension: of the group that rang, or of the colleague who answered.
    pub called: Option<String>,
    /// The other side's short field.
    pub number: String,
    /// The user part of the other side's SIP address.
    pub sip_user: String,
    /// The other side's display name; the number stands in for an empty one, as in real records.
    pub name: String,
    /// First ring.
    pub started_at: Timestamp,
    /// First answer.
    pub answered_at: Option<Timestamp>,
    /// The end; a running call has none.
    pub ended_at: Option<Timestamp>,
    /// Fields that replace or join the row's own, for malformed records.
    pub changes: Map<String, Value>,
}

impl SimulatedCall {
    /// Somebody outside calls: answered after five seconds, over after a minute.
    #[must_use]
    pub fn inbound(number: &str, started_at: Timestamp) -> Self {
        Self {
            id: String::new(),
            is_inbound: true,
            is_external: true,
            is_queue: false,
            called: None,
            number: number.to_owned(),
            sip_user: number.to_owned(),
            name: String::new(),
            started_at,
            answered_at: Some(started_at + SignedDuration::from_secs(5)),
            ended_at: Some(started_at + SignedDuration::from_secs(60)),
            changes: Map::new(),
        }
    }

    /// The extension calls somebody outside.
    #[must_use]
    pub fn outbound(number: &str, started_at: Timestamp) -> Self {
        Self {
            is_inbound: false,
            ..Self::inbound(number, started_at)
        }
    }

    /// The extension calls a colleague.
    #[must_use]
    pub fn internal(extension: &str, started_at: Timestamp) -> Self {
        Self {
            is_external: false,
            ..Self::outbound(extension, started_at)
        }
    }

    /// With this id.
    #[must_use]
    pub fn id(self, id: &str) -> Self {
        Self {
            id: id.to_owned(),
            ..self
        }
    }

    /// With this caller ID name.
    #[must_use]
    pub fn name(self, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..self
        }
    }

    /// With this SIP user where the short field has another form.
    #[must_use]
    pub fn sip_user(self, user: &str) -> Self {
        Self {
            sip_user: user.to_owned(),
            ..self
        }
    }

    /// Through a queue.
    #[must_use]
    pub fn queue(self) -> Self {
        Self {
            is_queue: true,
            ..self
        }
    }

    /// To the number of a ring group or a queue, of which the extension is a member.
    ///
    /// What a PBX writes of such a call is not documented (`reference/vodia.md`, section 12): here the group stands where
    /// else the extension does, and [`Self::queue`] says whether it was a queue.
    #[must_use]
    pub fn to_group(self, number: &str) -> Self {
        Self {
            called: Some(number.to_owned()),
            ..self
        }
    }

    /// Rang at this extension too and was answered by a colleague, who stands where else the extension does.
    #[must_use]
    pub fn answered_by(self, colleague: &str) -> Self {
        self.to_group(colleague)
    }

    /// Answered so many seconds after the first ring.
    #[must_use]
    pub fn answered_after_seconds(self, seconds: i64) -> Self {
        Self {
            answered_at: Some(self.started_at + SignedDuration::from_secs(seconds)),
            ..self
        }
    }

    /// Over so many seconds after the first ring.
    #[must_use]
    pub fn ended_after_seconds(self, seconds: i64) -> Self {
        Self {
            ended_at: Some(self.started_at + SignedDuration::from_secs(seconds)),
            ..self
        }
    }

    /// Never answered.
    #[must_use]
    pub fn unanswered(self) -> Self {
        Self {
            answered_at: None,
            ..self
        }
    }

    /// Still going on.
    #[must_use]
    pub fn running(self) -> Self {
        Self {
            ended_at: None,
            ..self
        }
    }

    /// With a field of the row replaced or added, for malformed records.
    #[must_use]
    pub fn with(mut self, field: &str, value: Value) -> Self {
        self.changes.insert(field.to_owned(), value);
        self
    }

    /// The row of the history (`reference/vodia.md`, section 5).
    pub(super) fn row(&self, extension: &str, tenant: &str) -> Value {
        let address = |name: &str, user: &str| format!("\"{name}\" <sip:{user}@{tenant}>");
        let remote_name = if self.name.is_empty() {
            &self.number
        } else {
            &self.name
        };
        let escaped = remote_name.replace('\\', "\\\\").replace('"', "\\\"");
        let remote = (address(&escaped, &self.sip_user), remote_name, &self.number);
        let own_number = self.called.as_deref().unwrap_or(extension).to_owned();
        let own = (address(&own_number, &own_number), &own_number, &own_number);
        let (from, to) = if self.is_inbound {
            (remote, own)
        } else {
            (own, remote)
        };
        let mut row = json!({
            "id": self.id,
            "inbound": self.is_inbound,
            "external": self.is_external,
            "queue": self.is_queue,
            "from": from.0,
            "from-name": from.1,
            "from-number": from.2,
            "to": to.0,
            "to-name": to.1,
            "to-number": to.2,
            "start": epoch_seconds(self.started_at),
            "connect": self.answered_at.map_or(json!(""), epoch_seconds),
            "end": self.ended_at.map_or(json!(""), epoch_seconds),
        });
        if let Some(object) = row.as_object_mut() {
            object.extend(self.changes.clone());
        }
        row
    }
}

/// Unix seconds with the milliseconds as a fraction.
fn epoch_seconds(at: Timestamp) -> Value {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit a float's 53 bits for many thousand years"
    )]
    let seconds = at.as_millisecond() as f64 / 1_000.0;
    json!(seconds)
}
