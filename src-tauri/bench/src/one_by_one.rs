//! What Ringlog is compared with: a connector that searches, creates and completes one call after the other, and the same
//! requests side by side, as many at once as Dynamics documents.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::{HeaderValue, Method, Request, StatusCode, header};
use ringlog_engine::ports::Transport;
use ringlog_simulator::office::Office;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::network::Distant;
use crate::office::number;

/// A search, a create, and the change that completes.
pub(crate) const REQUESTS_OF_A_CALL: u64 = 3;

/// How many requests Dynamics takes at once of one user (`reference/dataverse.md`, section 6.1).
const AT_ONCE_MAX: usize = 52;

/// A client that knows where Dynamics is and may ask it.
pub(crate) struct Connector {
    network: Arc<Distant>,
    api: String,
    bearer: HeaderValue,
    user: Uuid,
}

impl Connector {
    /// A connector that asks as the person whom `bearer` was given to.
    pub(crate) fn new(office: &Office, network: Arc<Distant>, bearer: HeaderValue) -> Self {
        Self {
            network,
            api: format!("{}/api/data/v9.2", office.dataverse_server().origin()),
            bearer,
            user: office.user,
        }
    }

    /// Logs `calls` calls of `contacts` numbers one after the other.
    pub(crate) async fn one_by_one(&self, calls: u32, contacts: u32) -> Duration {
        let began = Instant::now();
        for call in 0..calls {
            let contact = self.search(call % contacts).await;
            let activity = self.create(contact, call % contacts).await;
            self.complete(activity).await;
        }
        began.elapsed()
    }

    /// The same requests, each number searched for once, as many at once as Dynamics takes.
    pub(crate) async fn side_by_side(&self, calls: u32, contacts: u32) -> Duration {
        let began = Instant::now();
        let found: Vec<Uuid> = futures_util::stream::iter(0..contacts)
            .map(|contact| self.search(contact))
            .buffered(AT_ONCE_MAX)
            .collect()
            .await;
        let found = &found;
        futures_util::stream::iter(0..calls)
            .map(|call| async move {
                let place = call % contacts;
                let contact = found.get(place as usize).copied().unwrap_or_default();
                let activity = self.create(contact, place).await;
                self.complete(activity).await;
            })
            .buffer_unordered(AT_ONCE_MAX)
            .collect::<()>()
            .await;
        began.elapsed()
    }

    async fn search(&self, contact: u32) -> Uuid {
        let digits = number(contact).trim_start_matches('0').to_owned();
        let pattern: Vec<String> = digits.chars().map(String::from).collect();
        let pattern = pattern.join("%25");
        let columns = ["mobilephone", "telephone1", "telephone2"];
        let conditions: Vec<String> = columns
            .iter()
            .map(|column| format!("contains({column},%27{pattern}%27)"))
            .collect();
        let filter = conditions.join("%20or%20");
        let path = format!("contacts?$select=contactid&$top=2&$filter={filter}");
        let answer = self.ask(Method::GET, &path, None, StatusCode::OK).await;
        id_of(&answer["value"][0]["contactid"])
    }

    async fn create(&self, contact: Uuid, place: u32) -> Uuid {
        let activity = Uuid::from_u128(fastrand::u128(..));
        let body = json!({
            "activityid": activity,
            "subject": "Call",
            "phonenumber": number(place),
            "directioncode": false,
            "actualdurationminutes": 1,
            "regardingobjectid_contact_phonecall@odata.bind": format!("/contacts({contact})"),
            "phonecall_activity_parties": [
                { "partyid_contact@odata.bind": format!("/contacts({contact})"), "participationtypemask": 1 },
                { "partyid_systemuser@odata.bind": format!("/systemusers({})", self.user), "participationtypemask": 2 },
            ],
        });
        self.ask(
            Method::POST,
            "phonecalls",
            Some(body),
            StatusCode::NO_CONTENT,
        )
        .await;
        activity
    }

    async fn complete(&self, activity: Uuid) {
        let path = format!("phonecalls({activity})");
        let body = json!({ "statecode": 1, "statuscode": 2 });
        self.ask(Method::PATCH, &path, Some(body), StatusCode::NO_CONTENT)
            .await;
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        expected: StatusCode,
    ) -> Value {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(format!("{}/{path}", self.api))
            .header(header::AUTHORIZATION, self.bearer.clone())
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json")
            .header("OData-Version", "4.0")
            .header("OData-MaxVersion", "4.0")
            .body(Bytes::from(body))
            .expect("a request of these parts can be made");
        let answer = self.network.send(request).await.expect("Dynamics answers");
        assert_eq!(answer.status(), expected, "{path}: {:?}", answer.body());
        serde_json::from_slice(answer.body()).unwrap_or_default()
    }
}

fn id_of(value: &Value) -> Uuid {
    value
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("every number has its contact")
}
