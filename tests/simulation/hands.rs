//! What people do by hand in a story, in Dynamics and in Ringlog.

use ringlog_core::call::RecordId;
use ringlog_core::contact_match::Entity;
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::{CallAction, CallFilter};
use ringlog_engine::event_loop::Event;
use ringlog_engine::request::Request;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::happening::Act;
use super::stage::{Had, Stage};

impl Stage {
    /// One of the calls there were.
    pub(super) fn some_call(&mut self, is_meant: impl Fn(&Had) -> bool) -> Option<&mut Had> {
        let drawn = usize::try_from(self.dice.between(0..=1_000)).unwrap_or(0);
        let mut meant: Vec<&mut Had> = self.calls.iter_mut().filter(|had| is_meant(had)).collect();
        let count = meant.len();
        (count > 0).then(|| meant.swap_remove(drawn % count))
    }

    pub(super) fn some_phone_call(&mut self) -> Option<Uuid> {
        let rows = self.systems.dataverse.phone_calls();
        let ids: Vec<Uuid> = rows
            .iter()
            .filter(|row| row.is_completed())
            .map(|row| row.id)
            .collect();
        self.dice.one_of(&ids).copied()
    }

    pub(super) fn some_new_contact(&mut self) -> Option<Uuid> {
        let known = self.contacts.concat();
        let ids: Vec<Uuid> = self
            .systems
            .dataverse
            .contacts()
            .into_iter()
            .map(|contact| contact.id)
            .filter(|id| !known.contains(id))
            .collect();
        self.dice.one_of(&ids).copied()
    }

    /// The person does something with one of the calls they see.
    pub(super) fn act(&mut self, index: usize, act: Act) {
        let computer = &self.computers[index];
        if !computer.is_running() {
            return;
        }
        let Ok(calls) = computer.desk().calls(&CallFilter::default(), None, 50) else {
            return;
        };
        let Some(call) = self.dice.one_of(&calls) else {
            return;
        };
        let action = match act {
            Act::Retry => CallAction::Retry,
            Act::MakePrivate => CallAction::MakePrivate,
            Act::Undo => CallAction::Undo,
            Act::Note => CallAction::Note {
                text: "Offer sent.".to_owned(),
            },
            Act::Choose => CallAction::Choose {
                entity: Entity::Contact,
                id: RecordId(self.contacts[0][0]),
            },
        };
        self.acted_on.push(call.source_id.clone());
        computer.wire.forget_waits();
        let (reply, _unheard) = oneshot::channel();
        computer.tell(Event::Requested(Request::Act {
            call: call.id,
            action,
            reply,
        }));
    }

    /// The person sends again what Dynamics refused.
    pub(super) fn retry_failed(&self) {
        for computer in &self.computers {
            let calls = computer.desk().calls(&CallFilter::default(), None, 500);
            for call in calls.into_iter().flatten() {
                if call.state == State::Failed {
                    let (reply, _unheard) = oneshot::channel();
                    let action = CallAction::Retry;
                    computer.tell(Event::Requested(Request::Act {
                        call: call.id,
                        action,
                        reply,
                    }));
                }
            }
        }
    }
}
