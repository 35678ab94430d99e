//! No secret stands anywhere but in the keychain: not in logs, files, problems, status or history.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Request, Response};
use jiff::SignedDuration;
use ringlog_engine::ports::{Transport, TransportError};
use ringlog_simulator::entra::browser::Choice;
use ringlog_simulator::entra::{Place, RefreshRule, Refusal};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::office::{EXTENSION, PASSWORD, PERSON};
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::log::Log;
use ringlog_tests::{Computer, World};
use url::form_urlencoded;

/// Every secret that went over the wire.
#[derive(Clone, Default)]
struct Secrets(Arc<Mutex<BTreeSet<String>>>);

impl Secrets {
    fn add(&self, secret: &str) {
        if secret.len() >= 8 {
            self.0.lock().unwrap().insert(secret.to_owned());
        }
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().cloned().collect()
    }

    fn add_headers(&self, headers: &HeaderMap) {
        for name in ["authorization", "cookie", "set-cookie"] {
            for value in headers.get_all(name) {
                let value = value.to_str().unwrap();
                let credentials = value.split_once([' ', '=']).map_or(value, |(_, rest)| rest);
                self.add(credentials);
            }
        }
    }

    fn add_body(&self, path: &str, body: &[u8]) {
        if path.ends_with("/token") {
            for (name, value) in form_urlencoded::parse(body) {
                if ["code", "code_verifier", "refresh_token"].contains(&&*name) {
                    self.add(&value);
                }
            }
            let answer: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
            for name in ["access_token", "refresh_token", "id_token"] {
                self.add(answer[name].as_str().unwrap_or_default());
            }
        }
        if path.ends_with("/session") {
            let text = String::from_utf8_lossy(body);
            for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
                if word.len() >= 20 {
                    self.add(word);
                }
            }
        }
    }
}

/// The network, with somebody listening.
struct Tap {
    network: Arc<dyn Transport>,
    secrets: Secrets,
}

impl Transport for Tap {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let path = request.uri().path().to_owned();
        self.secrets.add_headers(request.headers());
        self.secrets.add_body(&path, request.body());
        async move {
            let answer = self.network.send(request).await?;
            self.secrets.add_headers(answer.headers());
            self.secrets.add_body(&path, answer.body());
            Ok(answer)
        }
        .boxed()
    }
}

fn had_call(world: &World) {
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)).name("Jon Aske"));
}

/// Everything a person, a script or support can come to see of this computer.
fn visible(computer: &mut Computer, places: &mut Vec<(String, Vec<u8>)>) {
    let mut show = |what: &str, text: String| places.push((what.to_owned(), text.into_bytes()));
    show("status", serde_json::to_string(&computer.status()).unwrap());
    show("settings", format!("{:?}", computer.engine.effective()));
    show(
        "account",
        format!("{:?}", computer.engine.account().unwrap()),
    );
    show("notes", format!("{:?}", computer.engine.take_notes()));
    for call in computer.calls() {
        show(
            "history",
            format!("{:?}", computer.engine.ledger().call(call.id).unwrap()),
        );
    }
    files(computer.directory(), places);
}

fn files(directory: &Path, places: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, places);
        } else {
            places.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
}

/// The whole life of a link: login, consent refused, link, syncs with refusals, renewal, revocation, unlink.
async fn whole_life(world: &World, places: &mut Vec<(String, Vec<u8>)>) {
    let mut told = Vec::new();
    world.office.entra.set_refresh_rule(RefreshRule::OnceOnly);
    let mut computer = world.new_computer().await;
    let wrong = computer
        .engine
        .log_in_to_pbx("not the password".into())
        .await;
    told.push(format!("{wrong:?}"));
    world.office.vodia.set_habits(|habits| habits.basic = false);
    let login = computer.engine.log_in_to_pbx(PASSWORD.into()).await;
    told.push(format!("{login:?}"));
    told.push(format!("{:?}", computer.try_link(Choice::Deny).await));
    told.push(format!(
        "{:?}",
        computer.try_link(Choice::Approve(PERSON)).await
    ));

    had_call(world);
    told.push(format!("{:?}", computer.sync().await));
    world.clock.advance(SignedDuration::from_hours(2));
    let garbage = Fault::Garbage(b"<html>".to_vec());
    world.office.entra.misbehaviour().plan("", 0, 1, garbage);
    had_call(world);
    told.push(format!("{:?}", computer.sync().await));
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("", 0, 3, Fault::LoseReply);
    for _ in 0..3 {
        world.clock.advance(SignedDuration::from_hours(2));
        had_call(world);
        told.push(format!("{:?}", computer.sync().await));
    }
    world
        .office
        .vodia
        .set_password(EXTENSION, "another password");
    let refusal = Refusal::new("invalid_grant", 50173, "The grant was revoked.");
    world.office.entra.refuse(Place::Token, 9, refusal);
    world.office.entra.tokens().revoke_all();
    had_call(world);
    told.push(format!("{:?}", computer.sync().await));
    told.push(format!("{:?}", computer.engine.examine().await));
    visible(&mut computer, places);
    let mut computer = computer.restart().await;
    told.push(format!("{:?}", computer.engine.unlink().await));
    visible(&mut computer, places);
    places.push(("what was told".to_owned(), told.join("\n").into_bytes()));
}

#[tokio::test]
async fn no_token_code_verifier_or_password_is_ever_written_or_shown() {
    let secrets = Secrets::default();
    let (log, listening) = Log::listen();
    let tapped = secrets.clone();
    let world = World::open_with(|_, network| {
        Arc::new(Tap {
            network,
            secrets: tapped,
        })
    })
    .await;

    let mut places = Vec::new();
    whole_life(&world, &mut places).await;
    drop(listening);
    places.push(("the log".to_owned(), log.bytes()));

    secrets.add(PASSWORD);
    secrets.add("not the password");
    let secrets = secrets.all();
    for kind in [
        "sim-access-",
        "sim-refresh-",
        "sim-code-",
        "eyJ",
        "session0",
    ] {
        let is_known = secrets.iter().any(|secret| secret.starts_with(kind));
        assert!(is_known, "no {kind} went by: {secrets:?}");
    }
    let log = String::from_utf8(places.last().unwrap().1.clone()).unwrap();
    assert!(log.contains("Dynamics answered"), "the log is listened to");
    for (place, content) in &places {
        for secret in &secrets {
            let is_there = content
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!is_there, "{place} holds {secret}");
        }
    }
}
