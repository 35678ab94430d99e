//! Whole passes against the simulated organization.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::FutureExt;
use http::{Request, Response};
use jiff::Timestamp;
use ringlog_core::call::{Call, CallKey, Direction, OrganizationId, Outcome, RemoteParty, UserId};
use ringlog_core::coexistence::claim;
use ringlog_core::contact_match::{ContactMatch, Entity, RecordRef, Unknown, choose, unknown};
use ringlog_core::fault::FaultKind;
use ringlog_core::phone::DialPlan;
use ringlog_core::phone_call::{NewContact, PhoneCall, Words};
use ringlog_core::privilege::Privilege;
use ringlog_core::settings::Rules;
use ringlog_simulator::dataverse::{
    Caller, Dataverse, FailedChangeset, NewAccount, NewUser, Organization, OtherCall, PhoneCallRow,
    Refusal, Table, Unauthorized,
};
use ringlog_simulator::misbehaviour::Fault as Trouble;
use ringlog_simulator::server::{Exchange, System, exchange};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::ports::{Chance, Clock, Transport, TransportError};

mod journeys;
mod matches;

const URL: &str = "https://contoso.crm4.dynamics.com";
const ORGANIZATION: OrganizationId = OrganizationId(Uuid::from_u128(0x0a6));
const NUMBER: &str = "+442079460018";

/// One organization and the computer of one person.
struct World {
    dataverse: Dataverse,
    client: Client,
    surroundings: Arc<Surroundings>,
    me: Uuid,
}

struct Surroundings {
    dataverse: Dataverse,
    now: Arc<Mutex<Timestamp>>,
    token: Mutex<&'static str>,
    claims: Mutex<Vec<Option<String>>>,
}

/// What a pass remembers of the organization.
#[derive(Default)]
struct Memory {
    completion: Completion,
    rules: Rules,
}

impl World {
    fn new() -> Self {
        let object_id = Uuid::from_u128(0xa11ce);
        let now: Arc<Mutex<Timestamp>> =
            Arc::new(Mutex::new("2026-05-14T09:00:00Z".parse().unwrap()));
        let clock = Arc::clone(&now);
        let organization = Organization {
            url: URL.to_owned(),
            authority: "https://login.microsoftonline.com".to_owned(),
            tenant: "contoso-tenant".to_owned(),
            id: ORGANIZATION.0,
            business_unit_id: Uuid::from_u128(0xb0),
            name: "Contoso".to_owned(),
        };
        let dataverse = Dataverse::new(
            organization,
            Arc::new(move |token, _| match token {
                "good" => Ok(Caller { object_id }),
                _ => Err(Unauthorized {
                    claims: Some("eyJhY2Nlc3NfdG9rZW4iOnt9fQ==".to_owned()),
                }),
            }),
            Arc::new(move || *clock.lock().unwrap()),
        );
        let me = dataverse.add_user(NewUser {
            full_name: "Alice Ames".to_owned(),
            email: "alice@contoso.example".to_owned(),
            object_id: Some(object_id),
            ..NewUser::default()
        });
        let surroundings = Arc::new(Surroundings {
            dataverse: dataverse.clone(),
            now,
            token: Mutex::new("good"),
            claims: Mutex::default(),
        });
        let client = computer(&surroundings);
        Self {
            dataverse,
            client,
            surroundings,
            me,
        }
    }

    fn contact(&self, number: &str) -> Uuid {
        self.dataverse
            .add_contact(ringlog_simulator::dataverse::NewContact {
                first_name: "Mira".to_owned(),
                last_name: "Holm".to_owned(),
                business_phone: number.to_owned(),
                ..Default::default()
            })
    }

    /// Looks up, decides and writes, as the engine does with a batch of due calls.
    async fn pass(&self, calls: &[Call], memory: &mut Memory) -> Result<Vec<Written>, Fault> {
        pass(&self.client, UserId(self.me), calls, memory).await
    }

    async fn log(&self, call: &Call) -> Written {
        let mut memory = Memory::default();
        let written = self.pass(std::slice::from_ref(call), &mut memory).await;
        written.unwrap().remove(0)
    }

    fn only_call(&self) -> PhoneCallRow {
        let calls = self.dataverse.phone_calls();
        assert_eq!(calls.len(), 1, "{calls:?}");
        calls.into_iter().next().unwrap()
    }

    fn let_pass(&self, seconds: i64) {
        let mut now = self.surroundings.now.lock().unwrap();
        *now += jiff::SignedDuration::from_secs(seconds);
    }
}

fn computer(surroundings: &Arc<Surroundings>) -> Client {
    Client::new(
        Arc::clone(surroundings) as Arc<dyn Transport>,
        Arc::clone(surroundings) as Arc<dyn Clock>,
        Arc::clone(surroundings) as Arc<dyn Chance>,
        Arc::clone(surroundings) as Arc<dyn Credentials>,
        serde_json::from_value(URL.into()).unwrap(),
    )
}

async fn pass(
    client: &Client,
    owner: UserId,
    calls: &[Call],
    memory: &mut Memory,
) -> Result<Vec<Written>, Fault> {
    let plan = plan();
    let about = LookupRules {
        rules: &memory.rules,
        plan: &plan,
        organization: ORGANIZATION,
        owner,
        wanted: &[],
        own: &[],
        search: Search::Tolerant,
    };
    let found = client.look_up(calls, &about).await?;
    for call in calls {
        let number = call.remote.number.as_ref().unwrap();
        found.candidates(number).map_err(Clone::clone)?;
    }
    let to_write: Vec<PhoneCallToWrite> = calls
        .iter()
        .map(|call| to_write(call, &found, &memory.rules, owner))
        .collect();
    let report = client.write(&to_write, memory.completion).await;
    if report.refuses_atomic {
        memory.completion = Completion::TwoSteps;
    }
    Ok(report.written)
}

fn to_write(call: &Call, found: &Found, rules: &Rules, owner: UserId) -> PhoneCallToWrite {
    let number = call.remote.number.as_ref().unwrap();
    let candidates = found.candidates(number).unwrap();
    let mut new_contact = None;
    let regarding = match choose(number, &plan(), &rules.match_entities, candidates) {
        ContactMatch::One(record) => Some(record),
        ContactMatch::Many(_) => None,
        ContactMatch::None => match unknown(ORGANIZATION, number, &plan(), candidates) {
            Unknown::Known(record) => Some(record),
            Unknown::Deactivated(_) | Unknown::UsedUp => None,
            Unknown::Create { id, .. } => {
                let contact = NewContact::compose(call, number, id);
                let name = contact.full_name();
                new_contact = Some(contact);
                Some(RecordRef {
                    entity: Entity::Contact,
                    id,
                    name,
                    company: None,
                })
            }
        },
    };
    PhoneCallToWrite {
        phone_call: PhoneCall::compose(
            call,
            regarding.as_ref(),
            &Words::default(),
            owner,
            ORGANIZATION,
        ),
        new_contact,
    }
}

fn plan() -> DialPlan {
    DialPlan::new("GB").unwrap()
}

/// The call number `index` of the day, from or to `number`.
fn call(index: i64, direction: Direction, number: &str) -> Call {
    let at = |seconds: i64| Timestamp::from_second(1_778_745_600 + index * 600 + seconds).unwrap();
    Call {
        key: CallKey {
            source: "vodia:pbx.example.com".to_owned(),
            extension: "504".to_owned(),
            source_id: format!("call-{index}"),
            leg: "1".to_owned(),
        },
        direction,
        outcome: Outcome::Connected,
        remote: RemoteParty {
            number: plan().number(number),
            written: number.to_owned(),
            name: Some("Jon Aske".to_owned()),
        },
        started_at: at(0),
        answered_at: Some(at(5)),
        ended_at: at(90),
        via_group: false,
    }
}

fn inbound() -> Call {
    call(0, Direction::Inbound, NUMBER)
}

impl Transport for Surroundings {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let result = match exchange(&self.dataverse, request) {
            Exchange::Answer(answer) | Exchange::Late(_, answer) => Ok(answer),
            Exchange::Broken => Err(TransportError::Unreachable {
                host: "contoso".to_owned(),
                detail: "the connection broke".to_owned(),
            }),
        };
        async move { result }.boxed()
    }
}

impl Clock for Surroundings {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }
}

impl Chance for Surroundings {
    fn fraction(&self) -> f64 {
        fastrand::f64()
    }
}

impl Credentials for Surroundings {
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, Fault>> {
        let token = AccessToken::new((*self.token.lock().unwrap()).to_owned(), Timestamp::MAX);
        async move { Ok(token) }.boxed()
    }

    fn invalidate(&self, claims: Option<String>) -> BoxFuture<'_, ()> {
        self.claims.lock().unwrap().push(claims);
        *self.token.lock().unwrap() = "good";
        async {}.boxed()
    }
}
