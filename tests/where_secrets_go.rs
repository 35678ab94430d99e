//! Each secret goes to the system it belongs to, and to nobody else, whatever an answer says.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Request, Response, StatusCode, header};
use jiff::SignedDuration;
use ringlog_engine::http::Network;
use ringlog_engine::ports::{Transport, TransportError};
use ringlog_engine::problem::Problem;
use ringlog_simulator::entra::browser::Choice;
use ringlog_simulator::misbehaviour::Misbehaviour;
use ringlog_simulator::office::{Office, PASSWORD, PERSON};
use ringlog_simulator::server::{Server, System};
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::World;
use url::Url;

/// Every way an answer can send a client elsewhere (RFC 9110, section 15.4).
const REDIRECTIONS: [u16; 5] = [301, 302, 303, 307, 308];

/// A server that sends everybody to another address.
#[derive(Default)]
struct Signpost {
    to: Mutex<(u16, String)>,
    misbehaviour: Misbehaviour,
}

impl System for Signpost {
    fn handle(&self, _request: Request<Bytes>) -> Response<Bytes> {
        let (status, to) = self.to.lock().unwrap().clone();
        Response::builder()
            .status(status)
            .header(header::LOCATION, to)
            .body(Bytes::new())
            .unwrap()
    }

    fn misbehaviour(&self) -> &Misbehaviour {
        &self.misbehaviour
    }
}

#[tokio::test]
async fn no_redirect_is_followed_to_another_port_another_host_or_the_same_place() {
    let signpost = Arc::new(Signpost::default());
    let server = Server::start(Arc::clone(&signpost) as _).await.unwrap();
    let other = Server::start(Arc::new(Signpost::default())).await.unwrap();
    let network = Network::new().unwrap();
    let mut sent = 0;

    for status in REDIRECTIONS {
        for to in [
            other.origin(),
            other.origin().replace("127.0.0.1", "localhost"),
            format!("{}/elsewhere", server.origin()),
            "//localhost/elsewhere".to_owned(),
        ] {
            *signpost.to.lock().unwrap() = (status, to.clone());
            let request = Request::post(server.origin())
                .header(header::AUTHORIZATION, "Bearer secret")
                .body(Bytes::from("refresh_token=secret"))
                .unwrap();
            let answer = network.send(request).await.unwrap();
            sent += 1;
            assert_eq!(answer.status().as_u16(), status, "{to}");
            assert_eq!(server.requests().len(), sent, "{status} {to}");
        }
    }
    assert_eq!(other.requests(), [""; 0]);
}

/// What leads astray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lure {
    Redirection(u16),
    /// A 401 that names somebody else's login.
    Challenge,
}

/// Somebody on the way: keeps every request, and answers for the system that is lured away.
struct Stranger {
    network: Arc<dyn Transport>,
    kept: Mutex<Vec<Request<Bytes>>>,
    lure: Mutex<Option<(String, Lure)>>,
}

impl Stranger {
    fn kept(&self) -> Vec<Request<Bytes>> {
        self.kept.lock().unwrap().clone()
    }

    /// From now on, requests to `origin` are answered so.
    fn lure(&self, origin: &str, lure: Lure) {
        *self.lure.lock().unwrap() = Some((origin.to_owned(), lure));
    }

    fn leave(&self) {
        *self.lure.lock().unwrap() = None;
    }

    fn answer(&self, request: &Request<Bytes>) -> Option<Response<Bytes>> {
        let (origin, lure) = self.lure.lock().unwrap().clone()?;
        if origin_of(request) != origin {
            return None;
        }
        let elsewhere = "https://evil.example/00000000-0000-0000-0000-00000000000a/x";
        let answer = match lure {
            Lure::Redirection(status) => Response::builder()
                .status(status)
                .header(header::LOCATION, elsewhere),
            Lure::Challenge => Response::builder()
                .status(StatusCode::UNAUTHORIZED)
                .header(
                    header::WWW_AUTHENTICATE,
                    format!("Bearer authorization_uri={elsewhere}, error=\"insufficient_claims\", claims=\"e30=\""),
                ),
        };
        Some(answer.body(Bytes::new()).unwrap())
    }
}

impl Transport for Stranger {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        self.kept.lock().unwrap().push(request.clone());
        async move {
            match self.answer(&request) {
                Some(answer) => Ok(answer),
                None => self.network.send(request).await,
            }
        }
        .boxed()
    }
}

fn origin_of(request: &Request<Bytes>) -> String {
    let url: Url = request.uri().to_string().parse().unwrap();
    url.origin().ascii_serialization()
}

/// Where the systems are.
struct Origins {
    pbx: String,
    login: String,
    organization: String,
}

impl Origins {
    fn of(office: &Office) -> Self {
        Self {
            pbx: office.vodia_server().origin(),
            login: office.entra_server().origin(),
            organization: office.dataverse_server().origin(),
        }
    }

    /// `secrets` are Microsoft's.
    #[track_caller]
    fn assert_belongs(&self, request: &Request<Bytes>, secrets: &[String]) {
        let origin = origin_of(request);
        let address = request.uri().to_string();
        let body = String::from_utf8_lossy(request.body());
        let authorization = request.headers().get(header::AUTHORIZATION);
        let credentials = authorization.map_or("", |value| value.to_str().unwrap());
        if credentials.starts_with("Bearer ") {
            assert_eq!(origin, self.organization, "a token at {address}");
        } else if !credentials.is_empty() || request.headers().contains_key(header::COOKIE) {
            assert_eq!(origin, self.pbx, "a login at {address}");
        } else {
            let is_known = [&self.pbx, &self.login, &self.organization].contains(&&origin);
            assert!(is_known, "{address}");
        }
        assert!(!address.contains(PASSWORD), "{address}");
        for secret in secrets {
            let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            assert!(!address.contains(&encoded), "a secret in {address}");
            if body.contains(&encoded) {
                assert_eq!(origin, self.login, "a secret at {address}");
                assert!(address.ends_with("/oauth2/v2.0/token"), "{address}");
            }
        }
    }
}

#[tokio::test]
async fn each_secret_goes_to_its_own_system_whatever_an_answer_says() {
    let mut stranger = None;
    let world = World::open_with(|_, network| {
        let listening = Arc::new(Stranger {
            network,
            kept: Mutex::default(),
            lure: Mutex::default(),
        });
        stranger = Some(Arc::clone(&listening));
        listening
    })
    .await;
    let stranger = stranger.unwrap();
    let origins = Origins::of(&world.office);
    world.office.vodia.set_habits(|habits| habits.basic = false);
    let mut computer = world.computer().await;

    let lures = REDIRECTIONS
        .map(Lure::Redirection)
        .into_iter()
        .chain([Lure::Challenge]);
    for lure in lures {
        for origin in [&origins.organization, &origins.login, &origins.pbx] {
            world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
            stranger.lure(origin, lure);
            world.clock.advance(SignedDuration::from_hours(2));
            computer.sync().await;
            let _unlinkable = computer.try_link(Choice::Approve(PERSON)).await;
            let _refused: Result<_, Problem> = computer.engine.log_in_to_pbx(PASSWORD.into()).await;
            stranger.leave();
            world.clock.advance(SignedDuration::from_hours(2));
            computer.log_in().await;
            computer.link().await;
            computer.sync().await;
        }
    }

    let secrets: Vec<String> = world.office.entra.secrets().into_iter().collect();
    assert!(secrets.len() > 50, "{}", secrets.len());
    let kept = stranger.kept();
    for request in &kept {
        origins.assert_belongs(request, &secrets);
    }
    let carried = |what: &str| {
        kept.iter()
            .filter(|request| String::from_utf8_lossy(request.body()).contains(what))
            .count()
    };
    assert!(carried("code_verifier=") > 10 && carried("grant_type=refresh_token") > 10);
}
