//! When the engine works, while nobody looks.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use ringlog_core::delivery::State;
use ringlog_core::desktop::facts::Doing;
use ringlog_core::notice::Notice;
use ringlog_core::status::PartState;
use ringlog_engine::config::{Config, PolicyStore};
use ringlog_engine::event_loop::{Event, Update, run};
use ringlog_engine::pass::Pass;
use ringlog_engine::ports::{Transport, TransportError};
use ringlog_engine::problem::Problem;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::office::Office;
use ringlog_simulator::server::{Exchange, System, exchange};
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World, each_call_exactly_once};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::Instant;

/// The systems without sockets, so that time can be paused.
struct Wire(Vec<(String, Arc<dyn System>)>);

impl Wire {
    fn to(office: &Office) -> Self {
        Self(vec![
            (
                office.vodia_server().origin(),
                Arc::clone(&office.vodia) as _,
            ),
            (
                office.entra_server().origin(),
                Arc::clone(&office.entra) as _,
            ),
            (
                office.dataverse_server().origin(),
                Arc::new(office.dataverse.clone()),
            ),
        ])
    }
}

impl Transport for Wire {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let address = request.uri().to_string();
        let system = self
            .0
            .iter()
            .find(|(origin, _)| address.starts_with(origin));
        let became = system.map_or(Exchange::Broken, |(_, system)| exchange(&**system, request));
        async move {
            match became {
                Exchange::Answer(answer) => Ok(answer),
                Exchange::Late(by, answer) => {
                    tokio::time::sleep(by).await;
                    Ok(answer)
                }
                Exchange::Broken => Err(TransportError::Unreachable {
                    host: address,
                    detail: "it broke".to_owned(),
                }),
            }
        }
        .boxed()
    }
}

/// A linked computer in a world whose time flies from now on.
pub(super) async fn where_time_flies() -> (World, Computer) {
    let world = World::open_with(|office, _| Arc::new(Wire::to(office))).await;
    let computer = world.computer().await;
    tokio::time::pause();
    world.clock.wind();
    (world, computer)
}

pub(super) fn had_call(world: &World) -> String {
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)))
}

/// What stands outside of a running engine.
pub(super) struct Outside {
    events: UnboundedSender<Event>,
    updates: UnboundedReceiver<Update>,
}

impl Outside {
    pub(super) fn tell(&self, event: Event) {
        self.events.send(event).unwrap();
    }

    pub(super) async fn pass(&mut self) -> Pass {
        loop {
            match self.updates.recv().await {
                Some(Update::Passed(pass)) => return *pass,
                Some(
                    Update::Doing(_) | Update::Changed | Update::Noted(_) | Update::Announced(_),
                ) => {}
                Some(Update::Failed(problem)) => panic!("{problem}"),
                None => panic!("the engine stopped"),
            }
        }
    }

    /// Why the next pass that fails does.
    pub(super) async fn failed(&mut self) -> Problem {
        loop {
            if let Update::Failed(problem) = self.updates.recv().await.unwrap() {
                return problem;
            }
        }
    }

    /// Leaves unheard what was said so far.
    pub(super) fn forget(&mut self) {
        while self.updates.try_recv().is_ok() {}
    }

    /// What is going on, once it is what is waited for.
    pub(super) async fn until_doing(&mut self, is_it: impl Fn(&Doing) -> bool) -> Doing {
        loop {
            if let Update::Doing(doing) = self.updates.recv().await.unwrap()
                && is_it(&doing)
            {
                return doing;
            }
        }
    }

    /// Something that is shown changed.
    pub(super) async fn changed(&mut self) {
        while !matches!(self.updates.recv().await.unwrap(), Update::Changed) {}
    }

    /// What is announced next.
    pub(super) async fn announced(&mut self) -> Vec<Notice> {
        loop {
            if let Update::Announced(notices) = self.updates.recv().await.unwrap() {
                return notices;
            }
        }
    }

    /// What was announced since, without waiting.
    pub(super) fn announced_so_far(&mut self) -> Vec<Notice> {
        let mut announced = Vec::new();
        while let Ok(update) = self.updates.try_recv() {
            if let Update::Announced(notices) = update {
                announced.extend(notices);
            }
        }
        announced
    }

    /// The first pass that found a new call.
    pub(super) async fn found(&mut self) -> Pass {
        for _ in 1..1_000 {
            let pass = self.pass().await;
            if pass.report.new > 0 {
                return pass;
            }
        }
        panic!("nothing was ever found");
    }

    /// The passes up to and with the first that logged something.
    pub(super) async fn logged(&mut self) -> usize {
        for passes in 1..1_000 {
            if self.pass().await.report.logged > 0 {
                return passes;
            }
        }
        panic!("nothing was ever logged");
    }
}

/// Runs the engine as long as `outside` takes, which stops it in the end.
pub(super) async fn while_running(
    computer: &mut Computer,
    outside: impl AsyncFnOnce(&mut Outside),
) {
    let (events, heard) = unbounded_channel();
    let (said, updates) = unbounded_channel();
    let mut stands = Outside { events, updates };
    let ((), ()) = tokio::join!(run(&mut computer.engine, heard, said), async {
        outside(&mut stands).await;
        stands.tell(Event::Stop);
    });
}

#[tokio::test]
async fn the_engine_looks_at_once_and_then_again_by_itself() {
    let (world, mut computer) = where_time_flies().await;
    let mut ids = vec![had_call(&world)];
    while_running(&mut computer, async |outside| {
        assert_eq!(outside.pass().await.report.logged, 1);
        ids.push(had_call(&world));
        let began = Instant::now();
        outside.logged().await;
        assert!(
            began.elapsed() <= Duration::from_secs(40),
            "{:?}",
            began.elapsed()
        );
    })
    .await;
    each_call_exactly_once(&world, &ids);
}

#[tokio::test]
async fn asking_for_a_look_is_answered_at_once() {
    let (world, mut computer) = where_time_flies().await;
    computer.set("pbx.poll_seconds", "3600");
    while_running(&mut computer, async |outside| {
        outside.pass().await;
        for event in [Event::SyncRequested, Event::Resumed] {
            had_call(&world);
            let began = Instant::now();
            outside.tell(event);
            assert_eq!(outside.pass().await.report.logged, 1);
            assert!(began.elapsed() < Duration::from_secs(1));
        }
    })
    .await;
}

#[tokio::test]
async fn an_idle_extension_is_asked_less_often_and_a_failing_pbx_too() {
    let (world, mut computer) = where_time_flies().await;
    let day = Duration::from_secs(24 * 3_600);
    for fails in [false, true] {
        if fails {
            world
                .office
                .vodia
                .misbehaviour()
                .plan("", 0, 1_000_000, Fault::LoseRequest);
        }
        let mut passes = 0;
        while_running(&mut computer, async |outside| {
            let began = Instant::now();
            while began.elapsed() < day {
                outside.pass().await;
                passes += 1;
            }
        })
        .await;
        assert!(
            (80..=400).contains(&passes),
            "fails: {fails}, passes: {passes}"
        );
    }
}

#[tokio::test]
async fn a_pause_the_pbx_asks_for_is_kept_whatever_else_wakes_the_engine() {
    let (world, mut computer) = where_time_flies().await;
    let id = had_call(&world);
    let (pbx, dynamics) = (
        world.office.vodia.misbehaviour(),
        world.office.dataverse.misbehaviour(),
    );
    dynamics.plan("", 0, 1_000_000, Fault::LoseRequest);
    let pause = Fault::Status {
        status: 503,
        retry_after: Some("600".to_owned()),
        body: String::new(),
    };
    while_running(&mut computer, async |outside| {
        outside.pass().await;
        pbx.plan("", 0, 1, pause);
        outside.tell(Event::SyncRequested);
        assert_eq!(outside.pass().await.report.requests.pbx, 1);
        outside.tell(Event::Resumed);
        let began = Instant::now();
        let mut requests = 0;
        loop {
            let pass = outside.pass().await;
            if began.elapsed() >= Duration::from_secs(595) {
                break;
            }
            requests += pass.report.requests.pbx;
        }
        assert_eq!(requests, 0);
        dynamics.clear();
        outside.logged().await;
    })
    .await;
    each_call_exactly_once(&world, &[id]);
    assert_eq!(computer.status().parts.pbx.state, PartState::Ok);
}

#[tokio::test]
async fn a_call_that_waits_goes_out_when_it_is_due_and_not_only_with_the_next_poll() {
    let (world, mut computer) = where_time_flies().await;
    computer.set("pbx.poll_seconds", "3600");
    let id = had_call(&world);
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("", 0, 3, Fault::LoseRequest);
    while_running(&mut computer, async |outside| {
        let began = Instant::now();
        outside.logged().await;
        assert!(
            began.elapsed() < Duration::from_secs(120),
            "{:?}",
            began.elapsed()
        );
    })
    .await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_pass_that_is_stopped_half_way_loses_no_call_and_logs_none_twice() {
    for slow in 0..4 {
        let (world, mut computer) = where_time_flies().await;
        let ids = [had_call(&world), had_call(&world)];
        let a_minute = Fault::Slow(Duration::from_secs(60));
        match slow {
            0 => world.office.vodia.misbehaviour().plan("", 0, 1, a_minute),
            later => world
                .office
                .dataverse
                .misbehaviour()
                .plan("", later - 1, 1, a_minute),
        }
        let began = Instant::now();
        while_running(&mut computer, async |_| {
            tokio::time::sleep(Duration::from_secs(5)).await;
        })
        .await;
        assert!(began.elapsed() < Duration::from_secs(6));

        let mut computer = computer.restart().await;
        computer.go_on().await;
        each_call_exactly_once(&world, &ids);
        assert!(
            computer
                .calls()
                .iter()
                .all(|call| call.state == State::Logged)
        );
        tokio::time::resume();
    }
}

#[tokio::test]
async fn a_setting_changed_in_the_middle_of_a_pass_holds_from_the_next() {
    let (world, mut computer) = where_time_flies().await;
    let slow = Fault::Slow(Duration::from_secs(20));
    world.office.vodia.misbehaviour().plan("", 0, 1, slow);
    let file = computer.engine.profile().settings_file();
    while_running(&mut computer, async |outside| {
        tokio::time::sleep(Duration::from_secs(5)).await;
        let mut config = Config::open(&file, [], PolicyStore::None);
        config.set("rules.never_log", "+442079460018").unwrap();
        had_call(&world);
        outside.tell(Event::SettingsChanged);
        outside.pass().await;
        let next = outside.found().await;
        assert_eq!((next.report.left_out, next.report.logged), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_look_asked_for_in_the_middle_of_a_pass_follows_it() {
    let (world, mut computer) = where_time_flies().await;
    computer.set("pbx.poll_seconds", "3600");
    let slow = Fault::Slow(Duration::from_secs(20));
    world.office.vodia.misbehaviour().plan("", 0, 1, slow);
    while_running(&mut computer, async |outside| {
        tokio::time::sleep(Duration::from_secs(5)).await;
        had_call(&world);
        outside.tell(Event::SyncRequested);
        let began = Instant::now();
        outside.logged().await;
        assert!(began.elapsed() < Duration::from_secs(60));
    })
    .await;
}

#[tokio::test]
async fn the_engine_ends_when_nobody_can_tell_it_anything_any_more() {
    let (_world, mut computer) = where_time_flies().await;
    let (events, heard) = unbounded_channel();
    let (said, _updates) = unbounded_channel();
    drop(events);
    run(&mut computer.engine, heard, said).await;
}
