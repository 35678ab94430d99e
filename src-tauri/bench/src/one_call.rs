//! One finished call of a known contact: what it costs Dynamics, and how long Ringlog itself takes.

use std::time::Duration;

use crate::office::{BenchOffice, is_written_unusually};
use crate::one_by_one::REQUESTS_OF_A_CALL;
use crate::sample::{Sample, milliseconds};
use crate::table::Line;

const CALLS: u32 = 200;
const REQUESTS_MAX: u64 = 2;
const PROCESSING_MAX: Duration = Duration::from_millis(5);

/// Measures call after call, ten minutes apart.
pub(crate) async fn lines() -> Vec<Line> {
    let office = BenchOffice::open(Duration::ZERO).await;
    office.add_contacts(CALLS);
    let mut computer = office.computer().await;
    let (mut own, mut whole) = (Sample::default(), Sample::default());
    let (mut requests, mut requests_if_unusual) = (0, 0);
    for call in 0..CALLS {
        let logged = office.one_call(&mut computer, call).await;
        own.push(logged.own);
        whole.push(logged.whole);
        let most = if is_written_unusually(call) {
            &mut requests_if_unusual
        } else {
            &mut requests
        };
        *most = logged.dynamics_requests.max(*most);
    }
    vec![
        Line {
            what: "HTTP requests to Dynamics for one finished call, known contact".to_owned(),
            ours: format!(
                "{requests}; {requests_if_unusual} where the contact's number is written unusually"
            ),
            against: format!("search, create, complete: {REQUESTS_OF_A_CALL}"),
            result: requests.to_string(),
            target: format!("at most {REQUESTS_MAX}"),
            is_met: requests <= REQUESTS_MAX,
        },
        Line {
            what: "a call's way from the PBX's answer to the completed activity, our side"
                .to_owned(),
            ours: format!(
                "median {}, 99th percentile {}",
                milliseconds(own.median()),
                milliseconds(own.p99())
            ),
            against: format!(
                "with the PBX's, Dynamics' and the loopback's part: {}",
                milliseconds(whole.median())
            ),
            result: milliseconds(own.median()),
            target: format!("under {} at the median", milliseconds(PROCESSING_MAX)),
            is_met: own.median() < PROCESSING_MAX,
        },
    ]
}
