//! An office with people in it, and one computer that is linked to it over a measured network.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use ringlog_engine::ports::Transport;
use ringlog_simulator::dataverse::NewContact;
use ringlog_simulator::server::System as _;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World};

use crate::network::Distant;

/// An office, and the network that leads to it.
pub(crate) struct BenchOffice {
    pub(crate) world: World,
    pub(crate) network: Arc<Distant>,
}

/// What one call cost.
pub(crate) struct OneCall {
    /// While no request was under way.
    pub(crate) own: Duration,
    pub(crate) whole: Duration,
    pub(crate) dynamics_requests: u64,
}

impl BenchOffice {
    /// Opens an office whose Dynamics is so far away.
    pub(crate) async fn open(round_trip: Duration) -> Self {
        let mut measured = None;
        let world = World::open_with(|office, network| {
            let origin = office.dataverse_server().origin();
            let distant = Arc::new(Distant::new(network, &origin, round_trip));
            measured = Some(Arc::clone(&distant));
            distant as Arc<dyn Transport>
        })
        .await;
        Self {
            world,
            network: measured.expect("a world asks for its network once"),
        }
    }

    /// A computer that is linked and has asked the PBX once.
    pub(crate) async fn computer(&self) -> Computer {
        let mut computer = self.world.computer().await;
        computer.sync().await;
        computer
    }

    /// So many contacts, each with a number of its own.
    pub(crate) fn add_contacts(&self, contacts: u32) {
        for contact in 0..contacts {
            self.world.office.dataverse.add_contact(NewContact {
                first_name: "Contact".to_owned(),
                last_name: contact.to_string(),
                business_phone: as_people_write(contact),
                ..NewContact::default()
            });
        }
    }

    /// So many calls of as many of the contacts in turn, all of the last three hours; their ids.
    pub(crate) fn had_calls(&self, calls: u32, contacts: u32) -> Vec<String> {
        let now = self.world.minutes_ago(10);
        (0..calls)
            .map(|call| {
                let before = SignedDuration::from_secs(i64::from(call) * 10_000 / i64::from(calls));
                let number = number(call % contacts);
                self.world
                    .had(SimulatedCall::inbound(&number, now - before))
            })
            .collect()
    }

    /// Ten minutes later this contact has called, and the call is logged.
    pub(crate) async fn one_call(&self, computer: &mut Computer, contact: u32) -> OneCall {
        self.world.clock.advance(SignedDuration::from_mins(10));
        let started = self.world.minutes_ago(3);
        self.world
            .had(SimulatedCall::inbound(&number(contact), started));
        let _ = self.network.take_tally();
        let began = Instant::now();
        let pass = computer.sync().await;
        let whole = began.elapsed();
        assert_eq!(pass.report.logged, 1, "{contact}: {:?}", pass.problems);
        let tally = self.network.take_tally();
        OneCall {
            own: whole.saturating_sub(tally.under_way),
            whole,
            dynamics_requests: tally.dynamics_requests,
        }
    }

    /// Dynamics cannot be reached until [`World::recover`].
    pub(crate) fn dynamics_is_away(&self) {
        let lost = ringlog_simulator::misbehaviour::Fault::LoseRequest;
        let dataverse = &self.world.office.dataverse;
        dataverse.misbehaviour().plan("", 0, u32::MAX, lost);
    }
}

/// The number of a contact, as the PBX writes it.
pub(crate) fn number(contact: u32) -> String {
    format!("0207{contact:07}")
}

/// The same in the ways people write numbers into Dynamics.
fn as_people_write(contact: u32) -> String {
    let (group, line) = (contact / 10_000, contact % 10_000);
    match contact % 4 {
        0 => format!("+44207{contact:07}"),
        1 => format!("020 7{group:03} {line:04}"),
        2 => format!("+44 (0)20 7{group:03} {line:04}"),
        _ => format!("(020) 7{group:03}-{line:04}"),
    }
}

/// Whether the number of this contact is written as hardly anybody writes it, so that only the search for its digits finds it.
pub(crate) fn is_written_unusually(contact: u32) -> bool {
    contact % 4 == 3
}
