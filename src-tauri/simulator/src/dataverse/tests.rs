//! What the organization accepts and refuses, over its one function.

use serde_json::{Value as Json, json};

use super::*;

mod admitting;
mod annotating;
mod batch;
mod batching;
mod by_hand;
mod correcting;
mod creating;
mod paging;
mod querying;
mod showing;
mod taking_part;
mod updating;

const URL: &str = "https://contoso.crm4.dynamics.com";
const TOKEN: &str = "good";
const CALL: &str = "26f5f4d7-14b2-5c73-97f7-f5e59e22fedd";

/// An organization with two users and a contact.
struct World {
    dataverse: Dataverse,
    now: Arc<Mutex<Timestamp>>,
    me: Uuid,
    colleague: Uuid,
    contact: Uuid,
}

impl World {
    fn new() -> Self {
        let now: Arc<Mutex<Timestamp>> =
            Arc::new(Mutex::new("2026-05-14T08:30:00Z".parse().unwrap()));
        let object_id = Uuid::from_u128(0xa11ce);
        let authorize: Authorize = Arc::new(move |token, _| match token {
            TOKEN => Ok(Caller { object_id }),
            "stranger" => Ok(Caller {
                object_id: Uuid::from_u128(0xb0b),
            }),
            "challenged" => Err(Unauthorized {
                claims: Some("eyJhY2Nlc3NfdG9rZW4iOnt9fQ==".to_owned()),
            }),
            _ => Err(Unauthorized { claims: None }),
        });
        let clock = Arc::clone(&now);
        let organization = Organization {
            url: URL.to_owned(),
            authority: "https://login.microsoftonline.com".to_owned(),
            tenant: "contoso-tenant".to_owned(),
            id: Uuid::from_u128(0x0a6),
            business_unit_id: Uuid::from_u128(0xb0),
            name: "Contoso".to_owned(),
        };
        let dataverse = Dataverse::new(
            organization,
            authorize,
            Arc::new(move || *clock.lock().unwrap()),
        );
        let me = dataverse.add_user(NewUser {
            full_name: "Alice Ames".to_owned(),
            email: "alice@contoso.example".to_owned(),
            object_id: Some(object_id),
            ..NewUser::default()
        });
        let colleague = dataverse.add_user(NewUser {
            full_name: "Carl Cole".to_owned(),
            email: "carl@contoso.example".to_owned(),
            ..NewUser::default()
        });
        let contact = dataverse.add_contact(NewContact {
            first_name: "Mira".to_owned(),
            last_name: "Holm".to_owned(),
            mobile_phone: "+442079460018".to_owned(),
            business_phone: "(020) 7946-0018".to_owned(),
            ..NewContact::default()
        });
        Self {
            dataverse,
            now,
            me,
            colleague,
            contact,
        }
    }

    fn later(&self, seconds: i64) {
        let mut now = self.now.lock().unwrap();
        *now += jiff::SignedDuration::from_secs(seconds);
    }

    fn request(&self, method: &str, target: &str) -> http::request::Builder {
        Request::builder()
            .method(method)
            .uri(format!("/api/data/v9.2/{target}"))
            .header("Authorization", format!("Bearer {TOKEN}"))
            .header("OData-Version", "4.0")
            .header("OData-MaxVersion", "4.0")
            .header("Accept", "application/json")
    }

    fn send(&self, builder: http::request::Builder, body: impl Into<Bytes>) -> Response<Bytes> {
        self.dataverse.handle(builder.body(body.into()).unwrap())
    }

    fn get(&self, target: &str) -> Answered {
        Answered::of(&self.send(self.request("GET", target), ""))
    }

    fn write(&self, method: &str, target: &str, body: &Json) -> Answered {
        self.write_with(method, target, body, &[])
    }

    fn write_with(
        &self,
        method: &str,
        target: &str,
        body: &Json,
        headers: &[(&str, &str)],
    ) -> Answered {
        let mut builder = self
            .request(method, target)
            .header("Content-Type", "application/json; charset=utf-8");
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        Answered::of(&self.send(builder, body.to_string()))
    }

    /// An outgoing call to the contact, as a client should write it.
    fn call(&self) -> Json {
        json!({
            "activityid": CALL,
            "subject": "Call to Mira Holm",
            "phonenumber": "+442079460018",
            "directioncode": true,
            "actualstart": "2026-05-14T08:12:05Z",
            "actualend": "2026-05-14T08:16:46Z",
            "actualdurationminutes": 4,
            "regardingobjectid_contact_phonecall@odata.bind": format!("/contacts({})", self.contact),
            "phonecall_activity_parties": [
                {"partyid_systemuser@odata.bind": format!("/systemusers({})", self.me), "participationtypemask": 1},
                {"partyid_contact@odata.bind": format!("/contacts({})", self.contact), "participationtypemask": 2}
            ]
        })
    }

    /// The same with one property changed or added.
    fn call_with(&self, name: &str, value: Json) -> Json {
        let mut call = self.call();
        call[name] = value;
        call
    }

    fn create_call(&self) {
        let answer = self.write("POST", "phonecalls", &self.call());
        assert_eq!(answer.status, 204, "{answer:?}");
    }

    fn complete_call(&self) {
        let answer = self.write(
            "PATCH",
            &format!("phonecalls({CALL})"),
            &json!({"statecode": 1, "statuscode": 2}),
        );
        assert_eq!(answer.status, 204, "{answer:?}");
    }

    fn the_call(&self) -> PhoneCallRow {
        self.dataverse.phone_call(CALL.parse().unwrap()).unwrap()
    }
}

#[derive(Debug)]
struct Answered {
    status: u16,
    code: String,
    message: String,
    json: Json,
}

impl Answered {
    fn of(response: &Response<Bytes>) -> Self {
        let json: Json = serde_json::from_slice(response.body()).unwrap_or_default();
        let text = |name: &str| json["error"][name].as_str().unwrap_or_default().to_owned();
        Self {
            status: response.status().as_u16(),
            code: text("code"),
            message: text("message"),
            json,
        }
    }

    #[track_caller]
    fn is_refused(&self, status: u16, code: &str, message_part: &str) {
        assert_eq!(
            (self.status, self.code.as_str()),
            (status, code),
            "{self:?}"
        );
        assert!(self.message.contains(message_part), "{self:?}");
    }

    /// One column of every row.
    fn column(&self, name: &str) -> Vec<&str> {
        self.json["value"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row[name].as_str().unwrap_or_default())
            .collect()
    }
}
