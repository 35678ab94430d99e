//! Everything Microsoft's sign-in can refuse, as one typed reason with a sentence and a next step (spec A10).
//!
//! [`refusal`] reads Microsoft's answer; this file says what it means to a person.

use serde::{Deserialize, Serialize};

use crate::phrase::Phrase;

pub mod admin_message;
pub mod refusal;

/// Why a sign-in, a consent or a renewal did not succeed.
///
/// The numbers beside the variants are AADSTS codes (`reference/entra.md`, section 4.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum SignInReason {
    /// 65001: nobody consented yet, or the consent has not spread yet.
    ConsentNeeded,
    /// 65004: the person pressed Cancel on Microsoft's page.
    ConsentDeclined,
    /// 90094, 90093: only an administrator can approve.
    AdminConsentNeeded,
    /// 90095: the organization lets people file a request for approval.
    AdminConsentRequestable,
    /// 90090: Microsoft could not write the consent down.
    ConsentNotRecorded,
    /// 900941: Microsoft holds the application for risky.
    AppConsideredRisky,
    /// 900981: the publisher of the application is not verified.
    PublisherUnverified,
    /// 650052: the tenant has no Dynamics.
    ServiceMissing,
    /// 650057: the registration does not list the Dynamics permission.
    PermissionNotRegistered,
    /// 65005, 650054, 650056: the registration or the tenant lacks what was asked for.
    ResourceUnavailable,
    /// 500011: the tenant does not know the organization's address.
    OrganizationUnknown,
    /// 700016, 700011: the tenant does not know the application.
    AppUnknown,
    /// 90002: there is no such tenant.
    TenantUnknown,
    /// 90038: the tenant lives in another national cloud.
    WrongCloud,
    /// 50020, 500208, 50034, 51004, 16000, 16003, 90072: the account does not belong to the tenant.
    WrongAccount,
    /// 50105: the person is not assigned to the application.
    NotAssigned,
    /// 50076, 50079, 50074, 50072, 50078: a second factor is wanted.
    SecondFactorNeeded,
    /// 50058, `login_required`: nobody is signed in.
    NobodySignedIn,
    /// 50055, 50144: the password expired.
    PasswordExpired,
    /// 50057: the account is disabled.
    AccountDisabled,
    /// 50053: the account is locked.
    AccountLocked,
    /// 50132, 50133: the password was changed.
    PasswordChanged,
    /// 50173: the sign-in was revoked.
    Revoked,
    /// 70008, 700082: unused for too long.
    ExpiredUnused,
    /// 70000, 50089, `invalid_grant`: no longer valid.
    GrantInvalid,
    /// 54005: the one-time code was used before.
    CodeAlreadyUsed,
    /// 70043: a policy limits how long a sign-in lasts.
    SignInFrequency,
    /// 700084, 9002327: the redirect is registered for a web page.
    RegisteredAsSinglePage,
    /// 7000218: the registration demands a secret.
    SecretDemanded,
    /// 53003: Conditional Access.
    BlockedByPolicy,
    /// 53000: the device is not compliant.
    DeviceNotCompliant,
    /// 53001: the device is not joined.
    DeviceNotJoined,
    /// 53002: only approved applications.
    AppNotApproved,
    /// 530032: a tenant security policy.
    SecurityPolicy,
    /// 530035: security defaults.
    SecurityDefaults,
    /// 50131, 50097, 50155: the device must prove itself.
    DeviceProofNeeded,
    /// 50011: the redirect address is not registered.
    RedirectNotRegistered,
    /// 900971, 500113: no redirect address is registered at all.
    RedirectMissing,
    /// 501481: the proof of possession of the code was wrong.
    VerifierMismatch,
    /// 700025: a secret was sent that a public client must not have.
    SecretSent,
    /// 700005: the code was taken to another tenant.
    CodeFromOtherTenant,
    /// 50194: the application belongs to one tenant, and none was named.
    TenantMustBeNamed,
    /// 90055, 90033, 90006, 50033, 50087, 90024, `temporarily_unavailable`: weather at Microsoft.
    ServiceBusy,
    /// 50196: the same question was asked too often.
    AskedTooOften,
    /// 1000031, 7000112, 70001: the application is disabled.
    AppDisabled,
    /// 28002, 28003, 70011, 700022, `invalid_scope`: the scope is no good.
    ScopeInvalid,
    /// 70016, 70018, 70019: a device code, which Ringlog does not use.
    DeviceCode,
    /// `interaction_required`, `basic_action`: the person is wanted.
    InteractionNeeded,
    /// `additional_action`: something must be done outside of the sign-in.
    ActionElsewhere,
    /// `message_only`: nothing the person does helps.
    NothingHelps,
    /// `client_mismatch`: the sign-in belongs to another application.
    ClientMismatch,
    /// `invalid_request`, `unauthorized_client`, `invalid_client`, `unsupported_grant_type`: a fault of set-up.
    SetUpFault {
        /// What Microsoft said.
        detail: String,
    },
    /// Ours: the administrator cancelled on the consent page.
    AdminConsentCancelled,
    /// Ours: the person at the consent page may not consent for the organization.
    AdminConsentWrongPerson,
    /// Ours: consent was refused.
    AdminConsentRefused,
    /// Ours: consent was given in another tenant.
    AdminConsentOtherTenant,
    /// Ours: nobody finished in the browser.
    TimedOut,
    /// Ours: cancelled in Ringlog.
    Cancelled,
    /// Ours: no browser could be started.
    BrowserNotOpened {
        /// Why.
        detail: String,
    },
    /// Ours: no local port could be had.
    ListenerNotBound {
        /// Why.
        detail: String,
    },
    /// Ours: the person signed in at another tenant than the organization's.
    OtherTenant,
    /// Ours: Microsoft gave no token to renew with.
    NoRefreshToken,
    /// Ours: the keychain no longer holds the linked account's token.
    TokenGone,
    /// Ours: the statement of who signed in does not fit the question.
    IdentityUnproven {
        /// What was wrong.
        detail: String,
    },
    /// Anything not in the table.
    Other {
        /// The AADSTS number, if there was one.
        number: Option<u32>,
        /// What Microsoft said.
        detail: String,
    },
}

impl SignInReason {
    /// What happened.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self.detail() {
            Some(detail) if !detail.is_empty() => Phrase::new("with-detail")
                .with("sentence", self.words())
                .with("detail", detail),
            Some(_) | None => self.words(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn next_step(&self) -> Phrase {
        self.words().attribute("next")
    }

    /// Whether the consent button is the cure (spec A7).
    #[must_use]
    pub fn wants_admin_consent(&self) -> bool {
        matches!(
            self,
            Self::ConsentNeeded
                | Self::AdminConsentNeeded
                | Self::AdminConsentRequestable
                | Self::AppUnknown
                | Self::AdminConsentRefused
                | Self::AdminConsentCancelled
                | Self::AdminConsentWrongPerson
        )
    }

    /// Whether only somebody else can put it right, so that the person need not link again before.
    #[must_use]
    pub fn is_for_administrator(&self) -> bool {
        matches!(
            self,
            Self::AppConsideredRisky
                | Self::PublisherUnverified
                | Self::ServiceMissing
                | Self::PermissionNotRegistered
                | Self::ResourceUnavailable
                | Self::NotAssigned
                | Self::AccountDisabled
                | Self::RegisteredAsSinglePage
                | Self::SecretDemanded
                | Self::BlockedByPolicy
                | Self::DeviceNotCompliant
                | Self::DeviceNotJoined
                | Self::AppNotApproved
                | Self::SecurityPolicy
                | Self::SecurityDefaults
                | Self::RedirectNotRegistered
                | Self::RedirectMissing
                | Self::AppDisabled
                | Self::NothingHelps
        )
    }

    /// Whether it passes by itself.
    #[must_use]
    pub fn is_weather(&self) -> bool {
        matches!(
            self,
            Self::ServiceBusy | Self::AskedTooOften | Self::ConsentNotRecorded
        )
    }

    fn detail(&self) -> Option<&str> {
        if let Self::SetUpFault { detail }
        | Self::BrowserNotOpened { detail }
        | Self::ListenerNotBound { detail }
        | Self::IdentityUnproven { detail }
        | Self::Other { detail, .. } = self
        {
            Some(detail)
        } else {
            None
        }
    }

    /// Every reason has its message, with its next step beside it.
    fn words(&self) -> Phrase {
        Phrase::new(match self {
            Self::ConsentNeeded => "sign-in-consent-needed",
            Self::ConsentDeclined => "sign-in-consent-declined",
            Self::AdminConsentNeeded => "sign-in-admin-consent-needed",
            Self::AdminConsentRequestable => "sign-in-admin-consent-requestable",
            Self::ConsentNotRecorded => "sign-in-consent-not-recorded",
            Self::AppConsideredRisky => "sign-in-app-considered-risky",
            Self::PublisherUnverified => "sign-in-publisher-unverified",
            Self::ServiceMissing => "sign-in-service-missing",
            Self::PermissionNotRegistered => "sign-in-permission-not-registered",
            Self::ResourceUnavailable => "sign-in-resource-unavailable",
            Self::OrganizationUnknown => "sign-in-organization-unknown",
            Self::AppUnknown => "sign-in-app-unknown",
            Self::TenantUnknown => "sign-in-tenant-unknown",
            Self::WrongCloud => "sign-in-wrong-cloud",
            Self::WrongAccount => "sign-in-wrong-account",
            Self::NotAssigned => "sign-in-not-assigned",
            Self::SecondFactorNeeded => "sign-in-second-factor-needed",
            Self::NobodySignedIn => "sign-in-nobody-signed-in",
            Self::PasswordExpired => "sign-in-password-expired",
            Self::AccountDisabled => "sign-in-account-disabled",
            Self::AccountLocked => "sign-in-account-locked",
            Self::PasswordChanged => "sign-in-password-changed",
            Self::Revoked => "sign-in-revoked",
            Self::ExpiredUnused => "sign-in-expired-unused",
            Self::GrantInvalid => "sign-in-grant-invalid",
            Self::CodeAlreadyUsed => "sign-in-code-already-used",
            Self::SignInFrequency => "sign-in-sign-in-frequency",
            Self::RegisteredAsSinglePage => "sign-in-registered-as-single-page",
            Self::SecretDemanded => "sign-in-secret-demanded",
            Self::BlockedByPolicy => "sign-in-blocked-by-policy",
            Self::DeviceNotCompliant => "sign-in-device-not-compliant",
            Self::DeviceNotJoined => "sign-in-device-not-joined",
            Self::AppNotApproved => "sign-in-app-not-approved",
            Self::SecurityPolicy => "sign-in-security-policy",
            Self::SecurityDefaults => "sign-in-security-defaults",
            Self::DeviceProofNeeded => "sign-in-device-proof-needed",
            Self::RedirectNotRegistered => "sign-in-redirect-not-registered",
            Self::RedirectMissing => "sign-in-redirect-missing",
            Self::VerifierMismatch => "sign-in-verifier-mismatch",
            Self::SecretSent => "sign-in-secret-sent",
            Self::CodeFromOtherTenant => "sign-in-code-from-other-tenant",
            Self::TenantMustBeNamed => "sign-in-tenant-must-be-named",
            Self::ServiceBusy => "sign-in-service-busy",
            Self::AskedTooOften => "sign-in-asked-too-often",
            Self::AppDisabled => "sign-in-app-disabled",
            Self::ScopeInvalid => "sign-in-scope-invalid",
            Self::DeviceCode => "sign-in-device-code",
            Self::InteractionNeeded => "sign-in-interaction-needed",
            Self::ActionElsewhere => "sign-in-action-elsewhere",
            Self::NothingHelps => "sign-in-nothing-helps",
            Self::ClientMismatch => "sign-in-client-mismatch",
            Self::SetUpFault { .. } => "sign-in-set-up-fault",
            Self::AdminConsentCancelled => "sign-in-admin-consent-cancelled",
            Self::AdminConsentWrongPerson => "sign-in-admin-consent-wrong-person",
            Self::AdminConsentRefused => "sign-in-admin-consent-refused",
            Self::AdminConsentOtherTenant => "sign-in-admin-consent-other-tenant",
            Self::TimedOut => "sign-in-timed-out",
            Self::Cancelled => "sign-in-cancelled",
            Self::BrowserNotOpened { .. } => "sign-in-browser-not-opened",
            Self::ListenerNotBound { .. } => "sign-in-listener-not-bound",
            Self::OtherTenant => "sign-in-other-tenant",
            Self::NoRefreshToken => "sign-in-no-refresh-token",
            Self::TokenGone => "sign-in-token-gone",
            Self::IdentityUnproven { .. } => "sign-in-identity-unproven",
            Self::Other { .. } => "sign-in-other",
        })
    }
}
