//! The four short steps between installing and the first logged call.

use serde::{Deserialize, Serialize};

/// Where the first run stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FirstRun {
    /// The step to do now; each one before it was verified against the real system.
    pub step: Step,
    /// What is known already, to be shown in the fields.
    pub known: Known,
}

/// The steps, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Step {
    /// The PBX: address, extension, password; verified by a login that reads the call history.
    Pbx,
    /// The Dynamics organization; verified by its own answer, which names its login.
    Organization,
    /// Admin consent: granted here, asked for, or known to be given already.
    Consent,
    /// The Microsoft account; verified by `WhoAmI`.
    Link,
}

/// What is known before the person typed anything: from earlier steps, a preset or a managed policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Known {
    /// `pbx.url`
    pub pbx_url: Field,
    /// `pbx.tenant`
    pub pbx_tenant: Field,
    /// `pbx.extension`
    pub extension: Field,
    /// A password is kept in the keychain.
    pub has_pbx_password: bool,
    /// `dynamics.organization_url`
    pub organization_url: Field,
    /// `microsoft.client_id`
    pub client_id: Field,
    /// Consent was granted from this computer.
    pub is_consent_granted: bool,
}

/// One field of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Field {
    /// Its value; empty while there is none.
    pub value: String,
    /// The managed policy or the environment sets it: the person cannot.
    pub is_fixed: bool,
}

/// What the person typed in the first step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PbxAnswers {
    /// `pbx.url`
    pub url: String,
    /// `pbx.tenant`; empty for the host of the address.
    pub tenant: String,
    /// `pbx.extension`
    pub extension: String,
}

/// What the person typed in the second step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OrganizationAnswers {
    /// `dynamics.organization_url`
    pub organization_url: String,
    /// `microsoft.client_id`
    pub client_id: String,
}
