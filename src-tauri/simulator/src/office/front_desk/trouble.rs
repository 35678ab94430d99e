//! What can befall the systems of the office.

use serde::Deserialize;
use serde_json::json;

use super::{FrontDesk, Nothing, read};
use crate::entra::ConsentRule;
use crate::misbehaviour::{Fault, Misbehaviour};
use crate::office::{CLIENT_ID, TENANT};
use crate::server::System;

/// A system that went away stays away until it is told to come back.
const UNTIL_TOLD: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Microsoft takes back every token.
    SignInRevoked,
    /// Nobody's consent is good any more, and only an administrator can give it again.
    ConsentWithdrawn,
    /// An administrator consents for everybody.
    ConsentGranted,
    /// The PBX is not reached.
    PbxGoesAway,
    /// The PBX is reached again.
    PbxComesBack,
    /// Dynamics is not reached.
    DynamicsGoesAway,
    /// Dynamics is reached again, and throttles no more.
    DynamicsComesBack,
    /// Dynamics answers the next requests that there were too many.
    DynamicsThrottles,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Throttling {
    requests: u32,
    retry_after_seconds: u32,
}

impl Default for Throttling {
    fn default() -> Self {
        Self {
            requests: 3,
            retry_after_seconds: 20,
        }
    }
}

impl FrontDesk {
    pub(super) fn cause(&self, trouble: Trouble, particulars: &[u8]) -> Result<(), String> {
        let (pbx, dynamics) = (
            self.systems.vodia.misbehaviour(),
            self.systems.dataverse.misbehaviour(),
        );
        if trouble == Trouble::DynamicsThrottles {
            return throttle(dynamics, &read(particulars)?);
        }
        let Nothing {} = read(particulars)?;
        match trouble {
            Trouble::SignInRevoked => self.systems.entra.tokens().revoke_all(),
            Trouble::ConsentWithdrawn => {
                self.systems
                    .entra
                    .set_consent_rule(ConsentRule::AdministratorsOnly);
                self.systems.entra.withdraw_consent(CLIENT_ID, TENANT);
                self.systems.entra.tokens().expire_access();
            }
            Trouble::ConsentGranted => self.systems.entra.grant_consent(CLIENT_ID, TENANT),
            Trouble::PbxGoesAway => pbx.plan("", 0, UNTIL_TOLD, Fault::LoseRequest),
            Trouble::PbxComesBack => pbx.clear(),
            Trouble::DynamicsGoesAway => dynamics.plan("", 0, UNTIL_TOLD, Fault::LoseRequest),
            Trouble::DynamicsComesBack | Trouble::DynamicsThrottles => dynamics.clear(),
        }
        Ok(())
    }
}

fn throttle(dynamics: &Misbehaviour, how: &Throttling) -> Result<(), String> {
    if how.requests == 0 {
        return Err("requests must be at least 1.".to_owned());
    }
    let body = json!({"error": {
        "code": "0x80072322",
        "message": "Number of requests exceeded the limit of 6000 over time window of 300 seconds.",
    }});
    let too_many = Fault::Status {
        status: 429,
        retry_after: Some(how.retry_after_seconds.to_string()),
        body: body.to_string(),
    };
    dynamics.plan("", 0, how.requests, too_many);
    Ok(())
}
