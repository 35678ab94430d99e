//! Where a story is played: the systems, the computers and the order in which things happen to them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use ringlog_core::desktop::calls::CallFilter;
use ringlog_engine::event_loop::{Event, Update};
use ringlog_engine::ports::Clock;
use ringlog_simulator::dataverse::Refusal;
use ringlog_simulator::entra::RefreshRule;
use ringlog_simulator::office::{CLIENT_ID, EXTENSION, Origins, PERSON, Systems, TENANT};
use ringlog_simulator::vodia::SimulatedCall;
use serde_json::json;
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use super::Story;
use super::computer::{Computer, first_token};
use super::diary::Diary;
use super::dice::Dice;
use super::happening::{End, Happening, Talk, drawn};
use super::oracle;
use super::people::{PEOPLE, introduce, of};
use super::wire::{Destination, Storm, TURNS, Wire};
use crate::HandClock;

/// The last turn of a moment is the stage's own.
const STAGE_TURN: u64 = TURNS - 1;
/// How long until the person looks how things are once everything works again, and then between two looks.
const LOOKS: [Duration; 2] = [Duration::from_secs(600), Duration::from_secs(3_600)];
/// As many looks as anything may take to come right.
const LOOKS_MAX: usize = 60;

/// One call of the story with what has to become of it.
#[derive(Clone, Debug)]
pub struct Had {
    /// The PBX's id.
    pub id: String,
    /// What it was.
    pub talk: Talk,
    /// Taken out of the history later, so that a computer that was late never saw it.
    pub is_hidden: bool,
}

/// Everything of one story.
pub struct Stage {
    /// The three systems.
    pub systems: Systems,
    /// The same as everybody meets them.
    pub destinations: Arc<[Destination]>,
    /// The computers.
    pub computers: Vec<Computer>,
    /// The calls there were.
    pub calls: Vec<Had>,
    /// Phone calls that somebody deleted.
    pub deleted: Vec<Uuid>,
    /// Contacts by the place of their person in [`PEOPLE`].
    pub contacts: Vec<Vec<Uuid>>,
    /// Calls a person did something with that may take them out.
    pub acted_on: Vec<String>,
    /// Somebody deleted or merged contacts.
    pub contacts_changed: bool,
    /// What should have held and did not.
    pub broken: Vec<String>,
    clock: HandClock,
    diary: Diary,
    pub(super) dice: Dice,
    later: Vec<(Instant, Afterwards)>,
    /// Each sentence is written down once.
    said: BTreeSet<String>,
}

/// What follows from something that happened.
#[derive(Clone, Debug)]
enum Afterwards {
    Up(usize),
    Plugged(usize),
    Awake(usize),
    Power(usize),
    LinkedAgain,
    ClaimsOver,
    CallEnds(String),
}

/// Lets the story of `seed` happen and looks whether everything held.
pub async fn play(seed: u64) -> Story {
    let mut stage = Stage::set(seed).await;
    if stage.broken.is_empty() {
        stage.go().await;
    }
    Story {
        seed,
        broken: std::mem::take(&mut stage.broken),
        lines: stage.diary.taken(),
    }
}

impl Stage {
    async fn set(seed: u64) -> Self {
        let mut dice = Dice::new(seed, 0);
        let clock = HandClock::new();
        clock.wind();
        let diary = Diary::begun();
        let (systems, destinations) = offices(&clock);
        let rules = [
            RefreshRule::Rotate,
            RefreshRule::OnceOnly,
            RefreshRule::Keep,
        ];
        let rule = dice.one_of(&rules).copied().unwrap_or_default();
        systems.entra.set_refresh_rule(rule);
        let refuses = [200, 200, 300].map(|of_thousand| dice.happens(of_thousand));
        systems.dataverse.switch(|switches| {
            let [completion, reopening, sides] = refuses;
            switches.refuses_completion_with_creation = completion;
            switches.refuses_reopening_with_edits = reopening;
            switches.takes_parties_on_update = sides;
        });
        let unknown = dice
            .one_of(&["create", "create", "ask", "unlinked"])
            .copied()
            .unwrap_or("create");
        let poll = dice
            .one_of(&["1200", "1800", "3600"])
            .copied()
            .unwrap_or("1800");
        let wait = dice.one_of(&["0", "1", "2"]).copied().unwrap_or("1");
        let mut settings = systems.settings();
        settings.push(("rules.unknown_number", unknown.to_owned()));
        settings.push(("pbx.poll_seconds", poll.to_owned()));
        settings.push(("rules.ambiguous_wait_hours", wait.to_owned()));
        let count = if dice.happens(250) { 2 } else { 1 };
        let computers: Vec<Computer> = (0..count)
            .map(|index| {
                let purpose = u64::try_from(index).unwrap_or(0);
                let wire = Wire::new(
                    Arc::clone(&destinations),
                    index,
                    Dice::new(seed, 10 + purpose),
                    diary.clone(),
                );
                let chance = Dice::new(seed, 20 + purpose);
                Computer::new(index, wire, clock.clone(), chance, &settings)
            })
            .collect();
        diary.write(&format!(
            "seed {seed}: {count} computer(s), unknown numbers: {unknown}, polls every {poll} s, asks for {wait} h, refresh tokens: {rule:?}, refusals and sides: {refuses:?}"
        ));
        let mut stage = Self {
            contacts: PEOPLE
                .iter()
                .map(|person| introduce(&systems, person))
                .collect(),
            systems,
            destinations,
            computers,
            calls: Vec::new(),
            deleted: Vec::new(),
            acted_on: Vec::new(),
            contacts_changed: false,
            broken: Vec::new(),
            clock,
            diary,
            dice,
            later: Vec::new(),
            said: BTreeSet::new(),
        };
        for index in 0..stage.computers.len() {
            let token = first_token(index);
            let _granted = stage.systems.entra.sign_in(CLIENT_ID, PERSON, token);
            stage.start(index).await;
        }
        stage
    }

    async fn start(&mut self, index: usize) {
        let computer = &mut self.computers[index];
        computer.wire.forget_waits();
        if let Err(problem) = computer.start().await {
            self.broken
                .push(format!("{} does not start: {problem}", computer.name));
        }
    }

    async fn go(&mut self) {
        let script = drawn(&mut self.dice, self.computers.len());
        let began = Instant::now();
        for (at, happening) in script {
            self.until(began + at).await;
            self.happens(happening).await;
            self.look();
        }
        self.calm_down().await;
        for look in 0..LOOKS_MAX {
            let wait = LOOKS[look.min(LOOKS.len() - 1)];
            self.until(Instant::now() + wait).await;
            self.look();
            if oracle::is_settled(self) {
                break;
            }
            self.retry_failed();
            if oracle::needs_sign_in(self) {
                self.link_again().await;
            }
        }
        self.broken.extend(oracle::judged(self));
        if !self.broken.is_empty() {
            self.write_ledgers();
        }
    }

    /// What the ledgers say in the end, for whoever wants to know why.
    fn write_ledgers(&self) {
        for computer in &self.computers {
            let calls = computer.desk().calls(&CallFilter::default(), None, 500);
            for call in calls.into_iter().flatten() {
                let Ok(Some(call)) = computer.desk().call(call.id) else {
                    continue;
                };
                self.diary.write(&format!(
                    "{} keeps {}: {:?}, {:?}, pending {:?}",
                    computer.name, call.source_id, call.state, call.reason, call.pending
                ));
                for entry in call.history.into_iter().flatten() {
                    self.diary.write(&format!(
                        "    {} {}: {}",
                        entry.at, entry.event, entry.detail
                    ));
                }
            }
        }
    }

    /// Time goes by until `end`, and what follows from what happened happens in it.
    async fn until(&mut self, end: Instant) {
        loop {
            let next = self
                .later
                .iter()
                .enumerate()
                .filter(|(_, (at, _))| *at <= end)
                .min_by_key(|(_, (at, _))| *at)
                .map(|(index, _)| index);
            let Some(index) = next else { break };
            let (at, afterwards) = self.later.remove(index);
            self.wait(at).await;
            self.follow(afterwards).await;
        }
        self.wait(end).await;
    }

    async fn wait(&self, until: Instant) {
        let wait = until.saturating_duration_since(Instant::now());
        let milliseconds = u64::try_from(wait.as_millis()).unwrap_or(0);
        sleep_until(self.diary.turn_after(milliseconds, STAGE_TURN)).await;
    }

    fn afterwards(&mut self, minutes: i64, afterwards: Afterwards) {
        let seconds = u64::try_from(minutes * 60).unwrap_or(60);
        self.later
            .push((Instant::now() + Duration::from_secs(seconds), afterwards));
    }

    async fn happens(&mut self, happening: Happening) {
        self.diary.write(&format!("-- {happening:?}"));
        let now = self.clock.now();
        match happening {
            Happening::Call(talk) => {
                self.call(talk, of(talk, now));
            }
            Happening::LateCall(talk, minutes) => {
                self.call(talk, of(talk, now - SignedDuration::from_mins(minutes)));
            }
            Happening::LongCall(talk, minutes) => {
                let end = End::Talked;
                let id = self.call(Talk { end, ..talk }, of(talk, now).running());
                self.afterwards(minutes, Afterwards::CallEnds(id));
            }
            Happening::CallHidden => {
                if let Some(had) = self.some_call(|_| true) {
                    had.is_hidden = true;
                    let id = had.id.clone();
                    self.systems.vodia.hide_call(&id);
                }
            }
            Happening::CallChanged => {
                let talked = self.some_call(|had| had.talk.end == End::Talked);
                if let Some(id) = talked.map(|had| had.id.clone()) {
                    self.systems.vodia.end_call(EXTENSION, &id, now);
                }
            }
            Happening::Weather(system, storm) => self.destinations[system].suffer(storm.0),
            Happening::Outage(system, minutes) => {
                self.destinations[system].set_down(true);
                self.afterwards(minutes, Afterwards::Up(system));
            }
            Happening::Unplugged(computer, minutes) => {
                self.computers[computer].wire.set_unplugged(true);
                self.afterwards(minutes, Afterwards::Plugged(computer));
            }
            Happening::PowerCut(computer, minutes) => {
                if self.computers[computer].kill().await {
                    self.afterwards(minutes, Afterwards::Power(computer));
                }
            }
            Happening::Asleep(computer, minutes) => {
                self.computers[computer].fall_asleep();
                self.afterwards(minutes, Afterwards::Awake(computer));
            }
            Happening::ClockSet(computer, minutes) => {
                self.computers[computer].set_clock(SignedDuration::from_mins(minutes));
            }
            Happening::AccessTokensEnd => self.systems.entra.tokens().expire_access(),
            Happening::TokensRevoked(minutes) => {
                self.systems.entra.tokens().revoke_all();
                self.afterwards(minutes, Afterwards::LinkedAgain);
            }
            Happening::ClaimsWanted(minutes) => {
                let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
                let tokens = self.systems.entra.tokens();
                tokens.challenge_with_claims(Some(claims)).unwrap();
                self.afterwards(minutes, Afterwards::ClaimsOver);
            }
            Happening::PbxRestarted => self.systems.vodia.end_sessions(),
            Happening::PhoneCallDeleted => {
                if let Some(id) = self.some_phone_call() {
                    self.systems.dataverse.delete_phone_call(id);
                    self.deleted.push(id);
                }
            }
            Happening::PhoneCallEdited => {
                if let Some(id) = self.some_phone_call() {
                    let columns = json!({"subject": "Edited by a colleague"});
                    let columns = columns.as_object().unwrap();
                    self.systems.dataverse.edit_phone_call(id, columns).unwrap();
                }
            }
            Happening::ContactDeleted => {
                if let Some(id) = self.some_new_contact() {
                    self.contacts_changed |= self.systems.dataverse.delete_contact(id);
                }
            }
            Happening::ContactMerged => {
                if let Some(id) = self.some_new_contact() {
                    let winner = self.contacts[0][0];
                    self.contacts_changed |= self.systems.dataverse.merge_contacts(id, winner);
                }
            }
            Happening::WritesRefused(times) => {
                let refusal = Refusal {
                    status: 400,
                    code: "0x80040265".to_owned(),
                    message: "A plug-in of the organization refused.".to_owned(),
                };
                self.systems
                    .dataverse
                    .refuse("phonecalls", 0, times, refusal);
            }
            Happening::LookNow(computer) => {
                self.computers[computer].wire.forget_waits();
                self.computers[computer].tell(Event::SyncRequested);
            }
            Happening::Act(computer, act) => self.act(computer, act),
        }
    }

    async fn follow(&mut self, afterwards: Afterwards) {
        self.diary.write(&format!("-- {afterwards:?}"));
        match afterwards {
            Afterwards::Up(system) => {
                self.broken.extend(oracle::judged_outage(self, system));
                self.destinations[system].set_down(false);
            }
            Afterwards::Plugged(computer) => {
                self.computers[computer].wire.set_unplugged(false);
                self.computers[computer].tell(Event::Resumed);
            }
            Afterwards::Awake(computer) => {
                self.computers[computer].wake_up();
                // Not every system says so.
                if self.dice.happens(500) {
                    self.computers[computer].tell(Event::Resumed);
                }
            }
            Afterwards::Power(computer) => self.start(computer).await,
            Afterwards::LinkedAgain => self.link_again().await,
            Afterwards::ClaimsOver => {
                self.systems
                    .entra
                    .tokens()
                    .challenge_with_claims(None)
                    .unwrap();
            }
            Afterwards::CallEnds(id) => {
                self.systems
                    .vodia
                    .end_call(EXTENSION, &id, self.clock.now());
            }
        }
    }

    /// The person links every computer again, and tries once more later where the weather does not let them.
    async fn link_again(&mut self) {
        let mut is_refused = false;
        for index in 0..self.computers.len() {
            let was_running = self.computers[index].kill().await;
            self.computers[index].wire.forget_waits();
            let linked = self.computers[index].link_again(&self.systems).await;
            if let Err(problem) = linked {
                let name = self.computers[index].name;
                self.diary
                    .write(&format!("{name} is not linked: {problem}"));
                is_refused = true;
            }
            if was_running {
                self.start(index).await;
            }
        }
        if is_refused {
            self.afterwards(30, Afterwards::LinkedAgain);
        }
    }

    fn call(&mut self, talk: Talk, call: SimulatedCall) -> String {
        let id = self.systems.vodia.add_call(EXTENSION, call);
        self.calls.push(Had {
            id: id.clone(),
            talk,
            is_hidden: false,
        });
        id
    }

    /// Everything works again, and the person is there.
    async fn calm_down(&mut self) {
        self.diary.write("-- everything works again");
        let end = self.later.iter().map(|(at, _)| *at).max();
        if let Some(end) = end {
            self.until(end).await;
        }
        for destination in self.destinations.iter() {
            destination.suffer(Storm::CALM);
            destination.set_down(false);
        }
        for index in 0..self.computers.len() {
            self.computers[index].set_clock(SignedDuration::ZERO);
            self.computers[index].wire.set_unplugged(false);
            if !self.computers[index].is_running() {
                self.start(index).await;
            }
        }
        if oracle::needs_sign_in(self) {
            self.link_again().await;
        }
        self.until(Instant::now() + Duration::from_secs(60)).await;
        for computer in &self.computers {
            computer.wire.forget_waits();
            computer.tell(Event::SyncRequested);
        }
    }

    /// What must hold at every moment.
    fn look(&mut self) {
        for computer in &mut self.computers {
            if computer.has_died() {
                self.broken
                    .push(format!("Ringlog ended by itself on {}", computer.name));
            }
            for misdeed in computer.wire.misdeeds() {
                self.broken.push(format!("{}: {misdeed}", computer.name));
            }
            for update in computer.heard() {
                match update {
                    Update::Failed(problem) => {
                        self.broken.push(format!("{}: {problem}", computer.name))
                    }
                    Update::Passed(pass) => {
                        for problem in &pass.problems {
                            let said = format!("{} says: {problem}", computer.name);
                            if self.said.insert(said.clone()) {
                                self.diary.write(&said);
                            }
                        }
                        computer.last_report = Some(pass.report);
                    }
                    Update::Doing(_)
                    | Update::Changed
                    | Update::Noted(_)
                    | Update::Announced(_) => {}
                }
            }
        }
    }
}

/// The three systems, and how everybody meets them.
#[must_use]
pub fn offices(clock: &HandClock) -> (Systems, Arc<[Destination]>) {
    let told = clock.clone();
    let origins = Origins {
        vodia: "http://127.0.0.1:8001".to_owned(),
        entra: "http://127.0.0.1:8002".to_owned(),
        dataverse: "http://127.0.0.1:8003".to_owned(),
    };
    let systems = Systems::new(origins, Arc::new(move || told.now()));
    systems.entra.grant_consent(CLIENT_ID, TENANT);
    let destinations = systems
        .by_origin()
        .into_iter()
        .zip(["PBX", "Microsoft", "Dynamics"])
        .map(|((origin, system), name)| Destination::new(name, origin, system))
        .collect();
    (systems, destinations)
}
