//! The page for people.

use bytes::Bytes;
use http::{Response, StatusCode};

use super::action::Deed;
use super::{Action, FrontDesk};
use crate::dataverse::{PhoneCallRow, Table, shown_time};
use crate::office::{ADMINISTRATOR_EMAIL, EMAIL, PASSWORD};
use crate::page::{escaped, facts, html, table};

/// How many phone calls the page shows; `/state` has all.
const ROWS_MAX: usize = 50;

/// Shows what became of it without a reload; only what changed is replaced, so that the keyboard stays where it is.
const LIVE: &str = "<script>\
setInterval(async()=>{\
const told=document.getElementById('told');\
try{\
const answer=await fetch('/');\
const page=new DOMParser().parseFromString(await answer.text(),'text/html');\
const [shown,next]=[document,page].map(one=>one.getElementById('records'));\
if(shown.innerHTML!==next.innerHTML)shown.replaceChildren(...next.childNodes);\
told.textContent='';\
}catch{told.textContent='The office is closed: start ringlog-simulator again.'}\
},2000)</script>";

impl FrontDesk {
    pub(super) fn page(&self) -> Response<Bytes> {
        let body = format!(
            "<main><p class=\"banner\">Simulated office – nothing leaves this computer</p>\
             <h1>The front desk</h1>\
             <p>A PBX, a Microsoft tenant and a Dynamics organization, simulated for one person. \
             Set up Ringlog with these values, make something happen, and watch what Ringlog makes of it.</p>\
             <h2>Type in Ringlog</h2>{}\
             <form method=\"post\">{}</form>\
             <p id=\"told\" role=\"status\"></p><div id=\"records\">{}</div></main>{LIVE}",
            self.values(),
            choices(),
            self.records(),
        );
        html(StatusCode::OK, "Front desk of the simulated office", &body)
    }

    fn values(&self) -> String {
        let code = |text: &str| format!("<code>{}</code>", escaped(text));
        let label = |key| match key {
            "pbx.url" => "PBX address",
            "pbx.tenant" => "PBX tenant",
            "pbx.extension" => "Extension",
            "dynamics.organization_url" => "Organization address",
            "microsoft.client_id" => "Application id",
            "numbers.region" => "Region of the numbers",
            other => other,
        };
        let settings = self.systems.settings();
        let mut values: Vec<(&str, String)> = settings
            .iter()
            .map(|(key, value)| (label(key), code(value)))
            .collect();
        values.push(("Password", code(PASSWORD)));
        values.push(("Sign in as", code(EMAIL)));
        values.push(("Administrator", code(ADMINISTRATOR_EMAIL)));
        facts("Type in Ringlog", &values)
    }

    fn records(&self) -> String {
        let phone_calls = self.phone_calls();
        let rows = phone_calls
            .iter()
            .take(ROWS_MAX)
            .map(|row| self.phone_call_cells(row));
        let contacts = self.systems.dataverse.contacts();
        let contact_rows = contacts.iter().map(|row| {
            let numbers = [
                &row.mobile_phone,
                &row.business_phone,
                &row.home_phone,
                &row.other_phone,
            ];
            let numbers: Vec<String> = numbers
                .into_iter()
                .filter(|number| !number.is_empty())
                .map(|number| escaped(number))
                .collect();
            [
                self.systems.dataverse.linked(Table::Contact, row.id),
                numbers.join(", "),
                shown_time(Some(row.created_at)),
            ]
        });
        format!(
            "<h2>Phone calls in Dynamics ({})</h2>{}<h2>Contacts in Dynamics ({})</h2>{}<h2>What happened</h2><ul>{}</ul>",
            phone_calls.len(),
            table(
                "Phone calls in Dynamics",
                [
                    "Begin",
                    "End",
                    "Direction",
                    "Subject",
                    "Regarding",
                    "Written by",
                    "Changed by"
                ],
                rows
            ),
            contacts.len(),
            table(
                "Contacts in Dynamics",
                ["Name", "Numbers", "Created"],
                contact_rows
            ),
            self.happened(),
        )
    }

    fn phone_call_cells(&self, row: &PhoneCallRow) -> [String; 7] {
        let regarding = row
            .regarding
            .map(|(table, id)| self.systems.dataverse.linked(table, id));
        [
            shown_time(row.started_at),
            shown_time(row.ended_at),
            row.direction.to_string(),
            self.systems.dataverse.linked(Table::PhoneCall, row.id),
            regarding.unwrap_or_default(),
            self.systems.dataverse.linked(Table::User, row.created_by),
            self.systems.dataverse.linked(Table::User, row.modified_by),
        ]
    }

    fn happened(&self) -> String {
        let happenings = self.happenings();
        happenings
            .iter()
            .rev()
            .map(|(at, action)| {
                let at = shown_time(Some(*at));
                format!("<li>{at}: {}</li>", escaped(action.label))
            })
            .collect()
    }
}

fn choices() -> String {
    let group = |heading: &str, belongs: fn(&Deed) -> bool| {
        let buttons: String = Action::ALL
            .iter()
            .filter(|action| belongs(&action.deed))
            .map(|action| {
                format!(
                    "<button formaction=\"/actions/{}\">{}</button>",
                    action.name,
                    escaped(action.label)
                )
            })
            .collect();
        format!("<h2>{heading}</h2><div class=\"choices\">{buttons}</div>")
    };
    group("On the telephone", |deed| {
        matches!(deed, Deed::Call(_) | Deed::Calls(_))
    }) + &group("Others in Dynamics", |deed| matches!(deed, Deed::Other(_)))
        + &group("Trouble", |deed| matches!(deed, Deed::Trouble(_)))
}
