//! Phone calls as they are read back (`reference/dataverse.md`, section 2).

use jiff::Timestamp;
use uuid::Uuid;

use super::activity_parties::parties;
use super::store::{Party, Row};
use super::tables::Table;

/// `directioncode`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// False.
    Incoming,
    /// True.
    Outgoing,
}

/// A phone call as the service holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneCallRow {
    /// `activityid`
    pub id: Uuid,
    /// `subject`
    pub subject: String,
    /// `description`
    pub description: String,
    /// `phonenumber`
    pub phone_number: String,
    /// `directioncode`
    pub direction: Direction,
    /// `statecode`: 0 Open, 1 Completed, 2 Canceled.
    pub state: i64,
    /// `statuscode`: 1 Open, 2 Made, 3 Canceled, 4 Received.
    pub status: i64,
    /// Its parties, with those the server adds (masks 8 and 9).
    pub parties: Vec<Party>,
    /// `regardingobjectid`
    pub regarding: Option<(Table, Uuid)>,
    /// `ownerid`
    pub owner: Uuid,
    /// `createdby`
    pub created_by: Uuid,
    /// `actualstart`
    pub started_at: Option<Timestamp>,
    /// `actualend`
    pub ended_at: Option<Timestamp>,
    /// `actualdurationminutes`
    pub duration_minutes: Option<i64>,
    /// `createdon`
    pub created_at: Timestamp,
    /// `modifiedby`
    pub modified_by: Uuid,
    /// `modifiedon`
    pub modified_at: Timestamp,
}

impl PhoneCallRow {
    pub(super) fn of(id: Uuid, row: &Row) -> Self {
        let schema = Table::PhoneCall.schema();
        let text = |column| row.text(schema, column).unwrap_or_default().to_owned();
        let user = |column| {
            row.lookup(schema, column)
                .map(|(_, id)| id)
                .unwrap_or_default()
        };
        Self {
            id,
            subject: text("subject"),
            description: text("description"),
            phone_number: text("phonenumber"),
            direction: if row.is_true(schema, "directioncode") {
                Direction::Outgoing
            } else {
                Direction::Incoming
            },
            state: row.whole(schema, "statecode").unwrap_or_default(),
            status: row.whole(schema, "statuscode").unwrap_or_default(),
            parties: parties(row),
            regarding: row.lookup(schema, "_regardingobjectid_value"),
            owner: user("_ownerid_value"),
            created_by: user("_createdby_value"),
            started_at: row.moment(schema, "actualstart"),
            ended_at: row.moment(schema, "actualend"),
            duration_minutes: row.whole(schema, "actualdurationminutes"),
            created_at: row.moment(schema, "createdon").unwrap_or_default(),
            modified_by: user("_modifiedby_value"),
            modified_at: row.moment(schema, "modifiedon").unwrap_or_default(),
        }
    }

    /// Whether it stands in the timeline as done.
    #[must_use]
    pub fn is_completed(&self) -> bool {
        self.state == 1
    }

    /// The parties of one role.
    #[must_use]
    pub fn parties_of(&self, mask: i64) -> Vec<(Table, Uuid)> {
        self.parties
            .iter()
            .filter(|party| party.mask == mask)
            .map(|party| (party.table, party.id))
            .collect()
    }
}
