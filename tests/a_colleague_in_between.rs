//! A colleague changes a record in Dynamics between Ringlog's look at it and Ringlog's change.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use ringlog_core::desktop::calls::CallAction;
use ringlog_engine::ports::{Transport, TransportError};
use ringlog_simulator::dataverse::Dataverse;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::World;
use serde_json::json;

/// What a colleague writes into the only record, just before it is changed.
#[derive(Clone, Default)]
struct Colleague(Arc<Mutex<Option<String>>>);

/// The network with a colleague who waits for a change.
struct InBetween {
    network: Arc<dyn Transport>,
    dynamics: Dataverse,
    colleague: Colleague,
}

impl Transport for InBetween {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let is_change = String::from_utf8_lossy(request.body()).contains("PATCH ");
        let mut written = self.colleague.0.lock().unwrap();
        if let Some(description) = written.take_if(|_| is_change) {
            let columns = json!({ "description": description });
            let id = self.dynamics.phone_calls()[0].id;
            self.dynamics
                .edit_phone_call(id, columns.as_object().unwrap())
                .unwrap();
        }
        self.network.send(request)
    }
}

#[tokio::test]
async fn what_a_colleague_writes_between_the_look_and_the_change_is_kept() {
    let colleague = Colleague::default();
    let world = World::open_with(|office, network| {
        Arc::new(InBetween {
            network,
            dynamics: office.dataverse.clone(),
            colleague: colleague.clone(),
        })
    })
    .await;
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    computer.sync().await;
    let call = computer.only_call().id;

    *colleague.0.lock().unwrap() = Some("Rang about the invoice.".to_owned());
    let text = "Call back".to_owned();
    let acted = computer.try_act(call, CallAction::Note { text }).await;
    acted.unwrap();
    computer.go_on().await;

    let record = world.only_phone_call();
    assert_eq!(
        record.description,
        "Note: Call back\nRang about the invoice."
    );
    assert!(record.is_completed());
}
