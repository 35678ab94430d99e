//! The network of one computer: it takes its time, loses what it carries, and the systems behind it have bad days.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{HeaderValue, Request, Response, StatusCode, header};
use ringlog_engine::ports::{Transport, TransportError};
use ringlog_simulator::server::{Exchange, System, exchange};
use tokio::time::{Instant, sleep, sleep_until};

use super::diary::Diary;
use super::dice::Dice;

/// How many turns a second has; each computer and the stage have their own, so that no two things happen at once.
pub const TURNS: u64 = 4;
/// No answer came in this time.
const TIMEOUT: Duration = Duration::from_secs(100);

/// How bad a system's day is, in requests of a thousand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Storm {
    /// The request never arrives.
    pub lost_request: u32,
    /// It is carried out, and nobody hears of it.
    pub lost_reply: u32,
    /// As before, after a long silence.
    pub silence: u32,
    /// The system is busy and does not say until when.
    pub busy: u32,
    /// The system is busy and says until when, which it means.
    pub throttled: u32,
    /// It is carried out, and the answer ends in the middle.
    pub cut: u32,
}

impl Storm {
    /// Nothing goes wrong.
    pub const CALM: Self = Self {
        lost_request: 0,
        lost_reply: 0,
        silence: 0,
        busy: 0,
        throttled: 0,
        cut: 0,
    };

    /// A day as bad as the dice want it.
    pub fn drawn(dice: &mut Dice) -> Self {
        let worst = *dice.one_of(&[0, 0, 20, 60, 150]).unwrap_or(&0);
        let mut part = || u32::try_from(dice.between(0..=worst)).unwrap_or(0);
        Self {
            lost_request: part(),
            lost_reply: part(),
            silence: part() / 4,
            busy: part(),
            throttled: part(),
            cut: part() / 2,
        }
    }
}

/// One system as everybody meets it.
pub struct Destination {
    /// What it is called in the story.
    pub name: &'static str,
    origin: String,
    system: Arc<dyn System>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    storm: Storm,
    down_since: Option<Instant>,
    /// By account as real systems do: who asks again before this time, did not listen.
    wait_until: Option<Instant>,
}

impl Destination {
    /// A system in fair weather.
    #[must_use]
    pub fn new(name: &'static str, origin: String, system: Arc<dyn System>) -> Self {
        Self {
            name,
            origin,
            system,
            state: Mutex::new(State {
                storm: Storm::CALM,
                down_since: None,
                wait_until: None,
            }),
        }
    }

    /// Its weather from now on.
    pub fn suffer(&self, storm: Storm) {
        self.lock().storm = storm;
    }

    /// Nobody reaches it, or everybody does again.
    pub fn set_down(&self, is_down: bool) {
        let mut state = self.lock();
        let since = state.down_since.unwrap_or_else(Instant::now);
        state.down_since = is_down.then_some(since);
    }

    /// Since when nobody reaches it.
    #[must_use]
    pub fn down_since(&self) -> Option<Instant> {
        self.lock().down_since
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What befalls one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Well,
    LostRequest,
    LostReply,
    Silence,
    Busy,
    Throttled(u64),
    Cut,
}

/// The network as one computer sees it.
#[derive(Clone)]
pub struct Wire {
    destinations: Arc<[Destination]>,
    computer: usize,
    dice: Arc<Mutex<Dice>>,
    diary: Diary,
    state: Arc<Mutex<Plug>>,
}

/// What is remembered of one computer's requests.
#[derive(Debug, Default)]
struct Plug {
    is_unplugged: bool,
    /// By destination: not before this time it is to be asked again.
    told_to_wait: [Option<Instant>; SYSTEMS],
    /// By destination: the hour, and the requests of that hour.
    asked: [(u64, u32); SYSTEMS],
    /// What it should not have done.
    broken: Vec<String>,
}

/// How many systems there are.
const SYSTEMS: usize = 3;
/// More requests in an hour than any computer needs: PBX, Microsoft, Dynamics.
const ASKED_MAX: [u32; SYSTEMS] = [100, 40, 300];

impl Wire {
    /// The network of one computer.
    #[must_use]
    pub fn new(
        destinations: Arc<[Destination]>,
        computer: usize,
        dice: Dice,
        diary: Diary,
    ) -> Self {
        Self {
            destinations,
            computer,
            dice: Arc::new(Mutex::new(dice)),
            diary,
            state: Arc::default(),
        }
    }

    /// The computer has no network, or has it again.
    pub fn set_unplugged(&self, is_unplugged: bool) {
        self.plug().is_unplugged = is_unplugged;
    }

    /// Whether it has no network.
    #[must_use]
    pub fn is_unplugged(&self) -> bool {
        self.plug().is_unplugged
    }

    /// A person asks, or Ringlog starts anew: nobody is held to what a system said before.
    pub fn forget_waits(&self) {
        self.plug().told_to_wait = [None; SYSTEMS];
    }

    /// What the computer did since the last time and should not have.
    #[must_use]
    pub fn misdeeds(&self) -> Vec<String> {
        std::mem::take(&mut self.plug().broken)
    }

    fn plug(&self) -> MutexGuard<'_, Plug> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request that arrives, and notices one that should not come yet.
    fn note(&self, system: usize) {
        let (now, hour) = (Instant::now(), self.diary.hour());
        let name = self.destinations[system].name;
        let mut plug = self.plug();
        let (counted, asked) = &mut plug.asked[system];
        if *counted != hour {
            (*counted, *asked) = (hour, 0);
        }
        *asked += 1;
        if *asked == ASKED_MAX[system] {
            let asked = *asked;
            plug.broken
                .push(format!("{name} was asked {asked} times within an hour"));
        }
        if let Some(until) = plug.told_to_wait[system]
            && now + Duration::from_secs(1) < until
        {
            let early = until.saturating_duration_since(now).as_secs();
            plug.broken
                .push(format!("{name} was asked {early} s before it was to be"));
        }
    }

    fn dice(&self) -> MutexGuard<'_, Dice> {
        self.dice.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A moment from now that is this computer's alone.
    async fn travel(&self, from: u64, to: u64) {
        let milliseconds = {
            let range = i64::try_from(from).unwrap_or(0)..=i64::try_from(to).unwrap_or(0);
            u64::try_from(self.dice().between(range)).unwrap_or(0)
        };
        let turn = u64::try_from(self.computer).unwrap_or(0);
        sleep_until(self.diary.turn_after(milliseconds, turn)).await;
    }

    async fn carry(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let address = request.uri().to_string();
        let system = self
            .destinations
            .iter()
            .position(|destination| address.starts_with(&destination.origin));
        let destination = system.map(|system| &self.destinations[system]);
        let what = format!(
            "{} {}",
            request.method(),
            address
                .get(destination.map_or(0, |it| it.origin.len())..)
                .unwrap_or_default()
                .chars()
                .take(60)
                .collect::<String>()
        );
        let unreachable = || TransportError::Unreachable {
            host: address.clone(),
            detail: "the simulated network broke".to_owned(),
        };
        self.travel(5, 60).await;
        let Some(destination) = destination.filter(|_| !self.is_unplugged()) else {
            return Err(unreachable());
        };
        let (is_down, storm, wait) = {
            let state = destination.lock();
            let wait = state
                .wait_until
                .map(|until| until.saturating_duration_since(Instant::now()))
                .filter(|wait| !wait.is_zero());
            (state.down_since.is_some(), state.storm, wait)
        };
        if let Some(system) = system {
            self.note(system);
        }
        if is_down {
            return Err(unreachable());
        }
        let fate = self.fate(storm, wait);
        self.diary.write(&format!(
            "{} asks {}: {what}{}",
            self.diary.name(self.computer),
            destination.name,
            if fate == Fate::Well {
                String::new()
            } else {
                format!(" ({fate:?})")
            }
        ));
        let answer = match fate {
            Fate::LostRequest => Err(unreachable()),
            Fate::Busy => Ok(refusal(StatusCode::SERVICE_UNAVAILABLE, None)),
            Fate::Throttled(seconds) => {
                let until = Instant::now() + Duration::from_secs(seconds);
                destination.lock().wait_until = Some(until);
                if let Some(system) = system {
                    self.plug().told_to_wait[system] = Some(until);
                }
                Ok(refusal(StatusCode::TOO_MANY_REQUESTS, Some(seconds)))
            }
            Fate::Well | Fate::LostReply | Fate::Silence | Fate::Cut => {
                match exchange(&*destination.system, request) {
                    Exchange::Answer(answer) => Ok(answer),
                    Exchange::Late(by, answer) => {
                        sleep(by).await;
                        Ok(answer)
                    }
                    Exchange::Broken => Err(unreachable()),
                }
            }
        };
        if fate == Fate::Silence {
            sleep(TIMEOUT).await;
            self.travel(1, 20).await;
            return Err(TransportError::TimedOut {
                host: address,
                seconds: TIMEOUT.as_secs(),
            });
        }
        self.travel(5, 200).await;
        match fate {
            Fate::LostReply => Err(unreachable()),
            Fate::Cut => answer.map(|answer| {
                let (mut head, body) = answer.into_parts();
                head.headers.remove(header::CONTENT_LENGTH);
                Response::from_parts(head, body.slice(..body.len() / 2))
            }),
            Fate::Well | Fate::LostRequest | Fate::Silence | Fate::Busy | Fate::Throttled(_) => {
                answer
            }
        }
    }

    fn fate(&self, storm: Storm, wait: Option<Duration>) -> Fate {
        let mut dice = self.dice();
        if let Some(wait) = wait {
            // The time to wait is told anew, and moves.
            let seconds = wait.as_secs() + 1 + u64::from(dice.happens(200));
            return Fate::Throttled(seconds);
        }
        let fates = [
            (storm.lost_request, Fate::LostRequest),
            (storm.lost_reply, Fate::LostReply),
            (storm.silence, Fate::Silence),
            (storm.busy, Fate::Busy),
            (storm.cut, Fate::Cut),
        ];
        for (of_thousand, fate) in fates {
            if dice.happens(of_thousand) {
                return fate;
            }
        }
        if dice.happens(storm.throttled) {
            let seconds = dice.between(1..=300);
            return Fate::Throttled(u64::try_from(seconds).unwrap_or(1));
        }
        Fate::Well
    }
}

impl Transport for Wire {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        self.carry(request).boxed()
    }
}

fn refusal(status: StatusCode, retry_after_seconds: Option<u64>) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = status;
    if let Some(seconds) = retry_after_seconds {
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}
