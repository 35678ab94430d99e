//! No secret stands anywhere but in the keychain: not in logs, files, problems, status or history.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Request, Response};
use jiff::SignedDuration;
use ringlog_core::desktop::View;
use ringlog_core::desktop::calls::{CallDetail, CallFilter};
use ringlog_core::desktop::facts::Doing;
use ringlog_core::desktop::help::FindingLine;
use ringlog_core::desktop::settings::SettingsView;
use ringlog_core::language::Locale;
use ringlog_engine::config::{Config, PolicyStore};
use ringlog_engine::desk::Desk;
use ringlog_engine::ports::{Transport, TransportError};
use ringlog_simulator::entra::browser::Choice;
use ringlog_simulator::entra::{Place, RefreshRule, Refusal};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::office::{EXTENSION, PASSWORD, PERSON};
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::log::Log;
use ringlog_tests::{BEGINNING, Computer, World};
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

/// Microsoft and Dynamics, in a mood to quote in a refusal what they were sent.
struct Parrot {
    network: Arc<dyn Transport>,
    speaks: Arc<AtomicBool>,
}

impl Parrot {
    fn refusal(&self, request: &Request<Bytes>) -> Option<Response<Bytes>> {
        if !self.speaks.load(Ordering::Relaxed) {
            return None;
        }
        let form: Vec<(String, String)> = form_urlencoded::parse(request.body())
            .into_owned()
            .collect();
        let authorization = request.headers().get(http::header::AUTHORIZATION);
        let refusal = if request.uri().path().ends_with("/token") {
            let quoted = format!("AADSTS9000000: {form:?}");
            serde_json::json!({ "error": "invalid_request", "error_description": quoted })
        } else {
            let quoted = authorization?.to_str().ok()?.to_owned();
            if !quoted.starts_with("Bearer ") {
                return None;
            }
            serde_json::json!({ "error": { "code": "0x80060888", "message": quoted } })
        };
        let answer = Response::builder()
            .status(400)
            .header("content-type", "application/json")
            .header(
                "x-ms-request-id",
                authorization
                    .cloned()
                    .unwrap_or_else(|| "id".parse().unwrap()),
            )
            .body(refusal.to_string().into());
        Some(answer.unwrap())
    }
}

impl Transport for Parrot {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        match self.refusal(&request) {
            Some(refusal) => std::future::ready(Ok(refusal)).boxed(),
            None => self.network.send(request),
        }
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
    window(computer, places);
    files(computer.directory(), places);
}

/// What the page gets and what support gets, as they get it.
fn window(computer: &Computer, places: &mut Vec<(String, Vec<u8>)>) {
    let profile = computer.engine.profile().clone();
    let config = Config::open(&profile.settings_file(), [], PolicyStore::None);
    let desk = Desk::open(profile, config, None);
    let (locale, now) = (desk.locale(), BEGINNING.parse().unwrap());
    let facts = desk.facts(Doing::Nothing, now).unwrap();
    let (effective, warnings) = desk.settings().unwrap();
    let calls = desk.calls(&CallFilter::default(), None, 100).unwrap();
    let details: Vec<CallDetail> = calls
        .iter()
        .map(|row| CallDetail::of(&desk.call(row.id).unwrap().unwrap(), &locale, None))
        .collect();
    let shown = serde_json::json!({
        "view": View::of(&facts, &locale, now),
        "settings": SettingsView::of(&effective, &warnings, &locale),
        "calls": details,
    });
    places.push(("the window".to_owned(), shown.to_string().into_bytes()));
    let text = desk.diagnostics(now).unwrap();
    places.push(("the text for support".to_owned(), text.into_bytes()));
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
    let findings = computer.engine.examine().await.unwrap();
    let locale = Locale::english_utc();
    for finding in &findings {
        let line = FindingLine::of(finding, &locale);
        told.push(serde_json::to_string(&line).unwrap());
    }
    told.push(format!("{findings:?}"));
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
    assert_without(&places, &secrets);
}

#[track_caller]
fn assert_without(places: &[(String, Vec<u8>)], secrets: &[String]) {
    for (place, content) in places {
        for secret in secrets {
            let is_there = content
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!is_there, "{place} holds {secret}");
        }
    }
}

#[tokio::test]
async fn a_refusal_that_quotes_a_secret_does_not_get_it_written_or_shown() {
    let secrets = Secrets::default();
    let speaks = Arc::new(AtomicBool::new(false));
    let (log, listening) = Log::listen();
    let (tapped, heard) = (secrets.clone(), Arc::clone(&speaks));
    let world = World::open_with(|_, network| {
        Arc::new(Tap {
            network: Arc::new(Parrot {
                network,
                speaks: heard,
            }),
            secrets: tapped,
        })
    })
    .await;
    let mut places = Vec::new();
    let mut computer = world.computer().await;
    had_call(&world);
    speaks.store(true, Ordering::Relaxed);

    let mut told = vec![format!("{:?}", computer.sync().await)];
    visible(&mut computer, &mut places);
    world.clock.advance(SignedDuration::from_hours(2));
    told.push(format!("{:?}", computer.sync().await));
    told.push(format!("{:?}", computer.engine.examine().await));
    told.push(format!(
        "{:?}",
        computer.try_link(Choice::Approve(PERSON)).await
    ));
    visible(&mut computer, &mut places);

    drop(listening);
    places.push(("the log".to_owned(), log.bytes()));
    let told = told.join("\n");
    assert!(told.contains("AADSTS9000000"), "{told}");
    assert!(told.contains("0x80060888"), "{told}");
    places.push(("what was told".to_owned(), told.into_bytes()));
    assert_without(&places, &secrets.all());
}
