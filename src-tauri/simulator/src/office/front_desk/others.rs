//! Who else writes in Dynamics: the PBX's own integration, and a colleague.

use std::sync::atomic::Ordering;

use serde::Deserialize;
use serde_json::{Map, json};
use uuid::Uuid;

use super::{FrontDesk, Nothing, read};
use crate::dataverse::{ContactRow, Direction, NewContact, OtherCall};
use crate::vodia::SimulatedCall;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Other {
    /// From now on the PBX's own integration logs calls too.
    IntegrationOn,
    /// It no longer does.
    IntegrationOff,
    /// A colleague changes a phone call; without particulars, the latest.
    ColleagueEdits,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Edit {
    phone_call: Option<Uuid>,
    subject: Option<String>,
    description: Option<String>,
}

impl FrontDesk {
    pub(super) fn let_others(&self, other: Other, particulars: &[u8]) -> Result<(), String> {
        let is_on = match other {
            Other::ColleagueEdits => return self.edit(read(particulars)?),
            Other::IntegrationOn => true,
            Other::IntegrationOff => false,
        };
        let Nothing {} = read(particulars)?;
        self.is_integration_on.store(is_on, Ordering::Relaxed);
        let told = is_on.then(|| json!({ "dynamics365": true }));
        self.systems
            .vodia
            .set_habits(|habits| habits.integrations = told);
        Ok(())
    }

    fn edit(&self, edit: Edit) -> Result<(), String> {
        let rows = self.phone_calls();
        let row = match edit.phone_call {
            Some(id) => rows.iter().find(|row| row.id == id),
            None => rows.first(),
        };
        let row = row.ok_or("There is no such phone call in Dynamics.")?;
        let description = edit
            .description
            .or_else(|| edit.subject.is_none().then(|| remarked(&row.description)));
        let columns: Map<_, _> = [("subject", edit.subject), ("description", description)]
            .into_iter()
            .filter_map(|(column, text)| Some((column.to_owned(), text?.into())))
            .collect();
        self.systems
            .dataverse
            .edit_phone_call_as(self.systems.colleague, row.id, &columns)
            .map_err(|refusal| refusal.message)
    }

    /// What the PBX's own integration makes of a call that ended, if it is on (`reference/vodia.md`, section 10).
    pub(super) fn integrate(&self, call: &SimulatedCall) {
        let is_on = self.is_integration_on.load(Ordering::Relaxed);
        let Some(ended_at) = call.ended_at.filter(|_| is_on && call.is_external) else {
            return;
        };
        let (direction, words) = if call.is_inbound {
            (Direction::Incoming, "Incoming call from")
        } else {
            (Direction::Outgoing, "Outgoing call to")
        };
        let outcome = call.answered_at.map_or("No Answer", |_| "Connected");
        let logged = OtherCall {
            subject: format!("{words} {}", call.number),
            description: format!("{outcome}. Logged by the PBX."),
            phone_number: call.number.clone(),
            direction,
            started_at: call.started_at,
            ended_at,
            contact: self.contact_of_integration(call),
            owner: self.systems.user,
        };
        self.systems
            .dataverse
            .log_call_written_by(self.systems.integration, logged);
    }

    /// The contact with exactly this number, or a new one.
    fn contact_of_integration(&self, call: &SimulatedCall) -> Option<Uuid> {
        if !call.number.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let has_number = |row: &ContactRow| {
            let numbers = [
                &row.mobile_phone,
                &row.business_phone,
                &row.home_phone,
                &row.other_phone,
            ];
            numbers.contains(&&call.number)
        };
        let known = self
            .systems
            .dataverse
            .contacts()
            .into_iter()
            .find(has_number);
        let id = known.map_or_else(
            || {
                let name = Some(&call.name).filter(|name| !name.is_empty());
                self.systems.dataverse.add_contact(NewContact {
                    last_name: name.unwrap_or(&call.number).clone(),
                    mobile_phone: call.number.clone(),
                    description: format!("Made by the PBX, {}.", call.started_at),
                    ..NewContact::default()
                })
            },
            |row| row.id,
        );
        Some(id)
    }
}

fn remarked(description: &str) -> String {
    let remark = "Carla: please call back on Monday.";
    format!("{description}\n{remark}").trim_start().to_owned()
}
