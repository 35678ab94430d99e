//! `main.aspx`: one record, as a person who is signed in sees it in the browser.

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use jiff::Timestamp;
use url::form_urlencoded;
use uuid::Uuid;

use super::tables::{TABLES, Table};
use super::{ContactRow, Dataverse, Direction, PhoneCallRow};
use crate::page::{escaped, facts, html};

/// Where the organization shows records to people.
pub(super) const PATH: &str = "/main.aspx";

impl Dataverse {
    /// Where a person sees a record.
    #[must_use]
    pub fn record_address(&self, table: Table, id: Uuid) -> String {
        let name = table.logical_name();
        let origin = self.lock().organization.url.clone();
        format!("{origin}{PATH}?etn={name}&id={id}&pagetype=entityrecord")
    }

    /// What a record is called, if it is there.
    #[must_use]
    pub fn name_of(&self, table: Table, id: Uuid) -> Option<String> {
        self.lock().store.name(table, id).map(str::to_owned)
    }

    /// `GET /main.aspx?etn=TABLE&id=ID&pagetype=entityrecord`
    pub(super) fn record_page(&self, request: &Request<Bytes>) -> Response<Bytes> {
        if request.method() != Method::GET {
            return told(StatusCode::METHOD_NOT_ALLOWED, "This page is only read.");
        }
        let Some((table, id)) = asked_for(request.uri().query().unwrap_or_default()) else {
            return told(
                StatusCode::BAD_REQUEST,
                "The address names no record: it needs etn, id and pagetype=entityrecord.",
            );
        };
        let shown = match table {
            Table::PhoneCall => self
                .phone_call(id)
                .map(|row| (row.subject.clone(), self.shown_phone_call(&row))),
            Table::Contact => self
                .contact(id)
                .map(|row| (row.full_name.clone(), shown_contact(&row))),
            Table::ActivityParty
            | Table::Annotation
            | Table::Account
            | Table::Lead
            | Table::User => self.name_of(table, id).map(|name| (name, String::new())),
        };
        let Some((name, content)) = shown else {
            return told(
                StatusCode::NOT_FOUND,
                "Record is unavailable: it was deleted, or never there.",
            );
        };
        let kind = table.schema().display_name;
        let body = format!(
            "<main><p class=\"banner\">Simulated Dynamics – {}</p><h1>{}</h1>{content}</main>",
            escaped(kind),
            escaped(&name),
        );
        html(StatusCode::OK, &format!("{kind}: {name}"), &body)
    }

    fn shown_phone_call(&self, row: &PhoneCallRow) -> String {
        let linked = |(table, id)| self.linked(table, id);
        let parties = |mask| {
            let parties: Vec<String> = row.parties_of(mask).into_iter().map(linked).collect();
            parties.join(", ")
        };
        let state = match (row.state, row.status) {
            (1, 2) => "Completed (Made)",
            (1, 4) => "Completed (Received)",
            (1, _) => "Completed",
            (2, _) => "Canceled",
            _ => "Open",
        };
        facts(
            "Phone call",
            &[
                ("Direction", row.direction.to_string()),
                ("Regarding", row.regarding.map(linked).unwrap_or_default()),
                ("From", parties(1)),
                ("To", parties(2)),
                ("Phone number", escaped(&row.phone_number)),
                ("Begin", shown_time(row.started_at)),
                ("End", shown_time(row.ended_at)),
                (
                    "Minutes",
                    row.duration_minutes
                        .map(|minutes| minutes.to_string())
                        .unwrap_or_default(),
                ),
                ("State", state.to_owned()),
                ("Owner", self.linked(Table::User, row.owner)),
                ("Created by", self.linked(Table::User, row.created_by)),
                ("Modified by", self.linked(Table::User, row.modified_by)),
                ("Description", lines(&row.description)),
                ("Notes", self.shown_notes(row.id)),
            ],
        )
    }

    fn shown_notes(&self, phone_call: Uuid) -> String {
        self.annotations()
            .iter()
            .filter(|note| note.phone_call == Some(phone_call))
            .map(|note| format!("<p>{}</p>", lines(&note.text)))
            .collect()
    }

    /// The name of a record as a link to it.
    pub(crate) fn linked(&self, table: Table, id: Uuid) -> String {
        let name = self.name_of(table, id).unwrap_or_else(|| id.to_string());
        let address = self.record_address(table, id);
        format!("<a href=\"{}\">{}</a>", escaped(&address), escaped(&name))
    }
}

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Incoming => "incoming",
            Self::Outgoing => "outgoing",
        })
    }
}

/// A time for people, without fractions.
pub(crate) fn shown_time(at: Option<Timestamp>) -> String {
    at.map(|at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
        .unwrap_or_default()
}

fn shown_contact(row: &ContactRow) -> String {
    let state = if row.state == 0 { "Active" } else { "Inactive" };
    facts(
        "Contact",
        &[
            ("Mobile phone", escaped(&row.mobile_phone)),
            ("Business phone", escaped(&row.business_phone)),
            ("Home phone", escaped(&row.home_phone)),
            ("Other phone", escaped(&row.other_phone)),
            ("State", state.to_owned()),
            ("Created", shown_time(Some(row.created_at))),
            ("Description", lines(&row.description)),
        ],
    )
}

fn lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(escaped).collect();
    lines.join("<br>")
}

fn told(status: StatusCode, words: &str) -> Response<Bytes> {
    let body = format!(
        "<main class=\"card\"><p class=\"banner\">Simulated Dynamics</p><p>{}</p></main>",
        escaped(words)
    );
    html(status, "Simulated Dynamics", &body)
}

fn asked_for(query: &str) -> Option<(Table, Uuid)> {
    let given = |wanted: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    if given("pagetype")? != "entityrecord" {
        return None;
    }
    let table = given("etn")?;
    let table = TABLES
        .into_iter()
        .find(|known| known.logical_name() == table)?;
    // Dynamics itself writes the id with braces and takes it without.
    Some((table, given("id")?.parse().ok()?))
}
