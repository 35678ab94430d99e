//! Every number people wrote into Dynamics, page by page: read only (spec D2).

use http::{HeaderName, HeaderValue};
use ringlog_core::contact_match::Entity;
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::number_health::NumberRecord;
use ringlog_core::phrase::Phrase;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use super::batch::SERVICE_ROOT;
use super::client::Client;
use super::lookup::ANNOTATIONS;
use super::odata::{any_of, query};
use super::wire;

/// Records of one page: large enough for few requests, small enough for a slow line and little memory.
pub const PAGE_RECORDS: u32 = 1_000;

/// One page of records with their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberPage {
    /// The records.
    pub records: Vec<NumberRecord>,
    /// Where the next page is, below the service root; `None` after the last.
    pub next: Option<String>,
}

#[derive(Deserialize)]
struct Page {
    value: Vec<Map<String, Value>>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

impl Client {
    /// Reads a page of the active records of a table that have a number in one of `columns`; `next` is where the page
    /// before said this one is.
    ///
    /// # Errors
    /// When Dynamics does not give it, or sends to another host for the next page.
    pub async fn read_numbers(
        &self,
        entity: Entity,
        columns: &[&'static str],
        next: Option<String>,
    ) -> Result<NumberPage, Fault> {
        let Some(first) = first_page(entity, columns) else {
            return Ok(NumberPage {
                records: Vec::new(),
                next: None,
            });
        };
        let preferences = format!("odata.maxpagesize={PAGE_RECORDS},{}", ANNOTATIONS.1);
        let headers = HeaderValue::try_from(preferences)
            .map(|value| vec![(HeaderName::from_static("prefer"), value)])
            .map_err(|error| Fault::new(FaultKind::Configuration, error.to_string()))?;
        let page: Page = self
            .get_with("reading numbers", next.unwrap_or(first), headers)
            .await?;
        Ok(NumberPage {
            records: page
                .value
                .iter()
                .filter_map(|row| record(entity, columns, row))
                .collect(),
            next: page
                .next
                .map(|link| below_service_root(self.organization().url(), &link))
                .transpose()?,
        })
    }
}

fn first_page(entity: Entity, columns: &[&str]) -> Option<String> {
    let has_number: Vec<String> = columns
        .iter()
        .map(|column| format!("{column} ne null"))
        .collect();
    let filter = format!("statecode eq 0 and {}", any_of(&has_number)?);
    let select = wire::candidate_columns(entity, columns);
    let options = [("$select", select.as_str()), ("$filter", filter.as_str())];
    Some(format!("{}{}", wire::entity_set(entity), query(&options)))
}

fn record(entity: Entity, columns: &[&str], row: &Map<String, Value>) -> Option<NumberRecord> {
    let candidate = wire::candidate(entity, row)?;
    Some(NumberRecord {
        record: candidate.record,
        account: candidate.parent_account.map(|account| account.id),
        numbers: columns
            .iter()
            .filter_map(|column| Some(((*column).to_owned(), wire::text(row, column)?)))
            .collect(),
    })
}

/// The address of a next page without what it shares with every request; anywhere else the token must not go (spec J2).
fn below_service_root(organization: &Url, link: &str) -> Result<String, Fault> {
    let elsewhere = |host: &str| {
        let sentence = Phrase::new("dynamics-other-address").with("host", host);
        Fault::new(FaultKind::Configuration, sentence)
    };
    let address = Url::parse(link).map_err(|_| elsewhere(""))?;
    let host = address.host_str().unwrap_or_default();
    let path = address
        .path()
        .strip_prefix(SERVICE_ROOT)
        .filter(|_| address.origin() == organization.origin())
        .filter(|_| address.username().is_empty() && address.password().is_none())
        .ok_or_else(|| elsewhere(host))?;
    Ok(match address.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::scripted::Script;
    use super::*;

    const CONTACT: &str = r#"{"contactid":"00000000-0000-0000-0000-000000000001","fullname":"Mira Holm","statecode":0,
        "mobilephone":"020 7946 0018","telephone1":null,
        "_parentcustomerid_value":"00000000-0000-0000-0000-000000000003",
        "_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname":"account",
        "_parentcustomerid_value@OData.Community.Display.V1.FormattedValue":"Fabrikam"}"#;

    async fn read(script: &Script, next: Option<String>) -> Result<NumberPage, Fault> {
        let columns = ["mobilephone", "telephone1"];
        script
            .client
            .read_numbers(Entity::Contact, &columns, next)
            .await
    }

    #[tokio::test]
    async fn the_next_page_is_asked_for_as_dynamics_says() {
        let script = Script::new();
        let next = "https://contoso.crm4.dynamics.com/api/data/v9.2/contacts?$select=fullname&$skiptoken=%3Ccookie%3E";
        script.answer(
            200,
            &[],
            &format!(r#"{{"value":[{CONTACT}],"@odata.nextLink":"{next}"}}"#),
        );
        script.answer(200, &[], r#"{"value":[]}"#);

        let first = read(&script, None).await.unwrap();
        let [record] = first.records.as_slice() else {
            panic!("{first:?}");
        };
        assert_eq!(record.record.company.as_deref(), Some("Fabrikam"));
        assert!(record.account.is_some());
        assert_eq!(
            record.numbers,
            [("mobilephone".to_owned(), "020 7946 0018".to_owned())]
        );
        let second = read(&script, first.next).await.unwrap();
        assert_eq!(second.next, None);
        assert_eq!(
            script.requests(),
            [
                "GET https://contoso.crm4.dynamics.com/api/data/v9.2/contacts?$select=contactid%2Cfullname%2Cstatecode%2Cmerged%2C_masterid_value%2C_parentcustomerid_value%2Cmobilephone%2Ctelephone1&$filter=statecode%20eq%200%20and%20(mobilephone%20ne%20null%20or%20telephone1%20ne%20null)\n".to_owned(),
                format!("GET {next}\n"),
            ]
        );
        let prefer = script.header(0, "prefer").unwrap();
        assert!(
            prefer.starts_with("odata.maxpagesize=1000,odata.include-annotations="),
            "{prefer}"
        );
    }

    #[tokio::test]
    async fn a_next_page_anywhere_else_is_not_asked_for() {
        for elsewhere in [
            "https://evil.example/api/data/v9.2/contacts",
            "http://contoso.crm4.dynamics.com/api/data/v9.2/contacts",
            "https://contoso.crm4.dynamics.com:444/api/data/v9.2/contacts",
            "https://contoso.crm4.dynamics.com/api/data/v9.1/contacts",
            "https://contoso.crm4.dynamics.com/api/data/v9.2/../../evil",
            "https://someone@contoso.crm4.dynamics.com/api/data/v9.2/contacts",
            "contacts?$skiptoken=1",
        ] {
            let script = Script::new();
            script.answer(
                200,
                &[],
                &format!(r#"{{"value":[],"@odata.nextLink":"{elsewhere}"}}"#),
            );
            let fault = read(&script, None).await.unwrap_err();
            assert_eq!(fault.kind, FaultKind::Configuration, "{elsewhere}");
        }
    }

    #[tokio::test]
    async fn a_table_without_the_columns_is_not_asked() {
        let script = Script::new();
        let page = script
            .client
            .read_numbers(Entity::Account, &[], None)
            .await
            .unwrap();
        assert_eq!(page.records, []);
        assert!(script.requests().is_empty());
    }
}
