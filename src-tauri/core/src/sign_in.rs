//! Everything Microsoft's sign-in can refuse, as one typed reason with a sentence and a next step (spec A10).
//!
//! [`refusal`] reads Microsoft's answer; this file says what it means to a person.

use serde::{Deserialize, Serialize};

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
    /// What happened, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (sentence, _) = self.words();
        match self.detail() {
            Some(detail) if !detail.is_empty() => format!("{sentence} ({detail})"),
            Some(_) | None => sentence.to_owned(),
        }
    }

    /// What to do about it, in a sentence.
    #[must_use]
    pub fn next_step(&self) -> String {
        self.words().1.to_owned()
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

    /// Sentence and next step of every reason, side by side so that they are read together.
    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::ConsentNeeded => (
                "Nobody in your organization has allowed Ringlog to use Dynamics yet.",
                "Press \"Grant admin consent\" or send your administrator the link; if consent was given just now, wait a minute and link again.",
            ),
            Self::ConsentDeclined => (
                "The request was cancelled on Microsoft's page.",
                "Link again and choose Accept.",
            ),
            Self::AdminConsentNeeded => (
                "In your organization only an administrator can approve Ringlog.",
                "Send your administrator the consent link.",
            ),
            Self::AdminConsentRequestable => (
                "Your organization wants you to ask for approval of Ringlog.",
                "File the request on Microsoft's page, wait for the approval, then link again.",
            ),
            Self::ConsentNotRecorded => (
                "Microsoft could not write the consent down just now.",
                "Try again in a few minutes.",
            ),
            Self::AppConsideredRisky => (
                "Microsoft holds the application for risky, so only an administrator can approve it.",
                "Ask your administrator to look at the application and to grant consent.",
            ),
            Self::PublisherUnverified => (
                "The publisher of the application is not verified by Microsoft.",
                "Ask your administrator to grant consent, or the publisher to get verified.",
            ),
            Self::ServiceMissing => (
                "This tenant has no Dynamics 365 subscription.",
                "Check that dynamics.organization_url and the account belong to the same company.",
            ),
            Self::PermissionNotRegistered => (
                "The application's registration does not list the Dynamics permission.",
                "Ask your administrator to add \"Dynamics CRM, user_impersonation\" to the registration.",
            ),
            Self::ResourceUnavailable => (
                "Your tenant or the application's registration lacks something that was asked for.",
                "Ask your administrator to check the registration's permissions and to grant consent again.",
            ),
            Self::OrganizationUnknown => (
                "Microsoft does not know this Dynamics address in this tenant.",
                "Check dynamics.organization_url first, then microsoft.tenant.",
            ),
            Self::AppUnknown => (
                "Microsoft does not know the application in this tenant.",
                "Check microsoft.client_id and microsoft.tenant; if both are right, grant admin consent in that tenant.",
            ),
            Self::TenantUnknown => (
                "Microsoft knows no such tenant.",
                "Check microsoft.tenant, or remove the setting so that it is discovered.",
            ),
            Self::WrongCloud => (
                "The tenant lives in another of Microsoft's clouds.",
                "Remove microsoft.authority so that it is discovered, or set the login address of that cloud.",
            ),
            Self::WrongAccount => (
                "This account does not belong to the organization's tenant.",
                "Link again and choose your work account.",
            ),
            Self::NotAssigned => (
                "You are not assigned to the application.",
                "Ask your administrator to assign you to it under Enterprise applications.",
            ),
            Self::SecondFactorNeeded => (
                "Microsoft wants your second factor.",
                "Link again and confirm on your phone or key.",
            ),
            Self::NobodySignedIn => (
                "Nobody is signed in at Microsoft.",
                "Link again and sign in.",
            ),
            Self::PasswordExpired => (
                "Your password has expired.",
                "Change it at your next sign-in to the company network or on Microsoft's page, then link again.",
            ),
            Self::AccountDisabled => ("Your account is disabled.", "Ask your administrator."),
            Self::AccountLocked => (
                "Your account is locked, or the sign-in came from an address Microsoft distrusts.",
                "Wait half an hour and link again, or ask your administrator.",
            ),
            Self::PasswordChanged => ("Your password was changed since you linked.", "Link again."),
            Self::Revoked => (
                "The sign-in was revoked, by you or by an administrator.",
                "Link again if that was not meant for Ringlog.",
            ),
            Self::ExpiredUnused => (
                "The sign-in expired because it was not used for a long time.",
                "Link again; the waiting calls are then logged.",
            ),
            Self::GrantInvalid => ("The sign-in is no longer valid.", "Link the account again."),
            Self::CodeAlreadyUsed => (
                "The one-time code of this sign-in was used before.",
                "Link again; if this comes back, tell your administrator.",
            ),
            Self::SignInFrequency => (
                "A rule of your organization ends sign-ins after a set time.",
                "Link again; your administrator can exempt Ringlog from the sign-in frequency.",
            ),
            Self::RegisteredAsSinglePage => (
                "The application is registered as a web page, not as a desktop application.",
                "Ask your administrator to move http://localhost to the platform \"Mobile and desktop applications\".",
            ),
            Self::SecretDemanded => (
                "The application's registration demands a secret that a desktop application cannot have.",
                "Ask your administrator to remove http://localhost from the platform \"Web\" and to allow public client flows.",
            ),
            Self::BlockedByPolicy => (
                "A Conditional Access rule of your organization blocks this sign-in.",
                "Trying again does not help: send your administrator the correlation id.",
            ),
            Self::DeviceNotCompliant => (
                "Your organization demands a compliant device, and this one is not.",
                "Use a managed computer, or ask your administrator.",
            ),
            Self::DeviceNotJoined => (
                "Your organization demands a device joined to its domain, and this one is not.",
                "Use a joined computer, or ask your administrator.",
            ),
            Self::AppNotApproved => (
                "Your organization allows only approved applications here.",
                "Ask your administrator to approve Ringlog in Conditional Access.",
            ),
            Self::SecurityPolicy => (
                "A security policy of your tenant blocks this sign-in.",
                "Ask your administrator which policy it is.",
            ),
            Self::SecurityDefaults => (
                "The security defaults of your tenant block this sign-in.",
                "Ask your administrator about the security defaults.",
            ),
            Self::DeviceProofNeeded => (
                "Microsoft wants this device to prove itself.",
                "Sign in from a managed computer and a browser your organization supports, or ask your administrator.",
            ),
            Self::RedirectNotRegistered => (
                "The address Microsoft should answer to is not registered.",
                "Ask your administrator to register http://localhost under \"Mobile and desktop applications\".",
            ),
            Self::RedirectMissing => (
                "The application's registration has no address for Microsoft's answer.",
                "Ask your administrator to add http://localhost under \"Mobile and desktop applications\".",
            ),
            Self::VerifierMismatch => (
                "Microsoft holds the answer for one to another question.",
                "Close other sign-in pages and link again; if this comes back, it is a fault of Ringlog.",
            ),
            Self::SecretSent => (
                "Microsoft refused a secret that a desktop application must not send.",
                "This is a fault of Ringlog: report it with the correlation id.",
            ),
            Self::CodeFromOtherTenant => (
                "The sign-in was made in one tenant and finished in another.",
                "Set microsoft.tenant to the organization's tenant and link again.",
            ),
            Self::TenantMustBeNamed => (
                "The application belongs to one tenant, and the sign-in did not name it.",
                "Set microsoft.tenant to your tenant.",
            ),
            Self::ServiceBusy => (
                "Microsoft's sign-in is busy or disturbed.",
                "Ringlog tries again by itself; while linking, try again in a few minutes.",
            ),
            Self::AskedTooOften => (
                "Microsoft noticed the same sign-in question too often.",
                "Wait a few minutes, then link again.",
            ),
            Self::AppDisabled => (
                "The application is disabled.",
                "Ask your administrator to enable it under Enterprise applications.",
            ),
            Self::ScopeInvalid => (
                "Microsoft does not accept the permission that was asked for.",
                "Remove dynamics.scope, or set it to the organization's address followed by /user_impersonation.",
            ),
            Self::DeviceCode => (
                "Microsoft answered about a device code, which Ringlog does not use.",
                "Link again in the browser.",
            ),
            Self::InteractionNeeded => (
                "Microsoft wants you to sign in yourself.",
                "Link again in the browser.",
            ),
            Self::ActionElsewhere => (
                "Microsoft wants you to do something outside of this sign-in first.",
                "Follow the instructions on Microsoft's page, then link again.",
            ),
            Self::NothingHelps => (
                "Microsoft refused the sign-in for good.",
                "Send your administrator the details.",
            ),
            Self::ClientMismatch => (
                "The kept sign-in was made for another application.",
                "Link again with the present microsoft.client_id.",
            ),
            Self::SetUpFault { .. } => (
                "Microsoft refused the question itself: the settings or the registration are at fault.",
                "Check microsoft.client_id, microsoft.tenant and dynamics.scope, and show your administrator the details.",
            ),
            Self::AdminConsentCancelled => (
                "Admin consent was cancelled on Microsoft's page.",
                "Press \"Grant admin consent\" again when you are ready.",
            ),
            Self::AdminConsentWrongPerson => (
                "The person who signed in may not consent for the organization.",
                "Send the consent link to a Cloud Application Administrator, Application Administrator or Privileged Role Administrator.",
            ),
            Self::AdminConsentRefused => (
                "Admin consent was refused.",
                "Ask the administrator who refused, then press \"Grant admin consent\" again.",
            ),
            Self::AdminConsentOtherTenant => (
                "Admin consent was given in another tenant than the organization's.",
                "Grant it again, signed in as an administrator of the organization's own tenant.",
            ),
            Self::TimedOut => (
                "Nobody finished the sign-in in the browser in time.",
                "Start again and finish within the time limit; if Microsoft's page showed an error, follow it first.",
            ),
            Self::Cancelled => (
                "The sign-in was cancelled.",
                "Nothing has changed; start again whenever you like.",
            ),
            Self::BrowserNotOpened { .. } => (
                "No browser could be opened.",
                "Copy the address into a browser on this computer.",
            ),
            Self::ListenerNotBound { .. } => (
                "No local port could be opened for Microsoft's answer.",
                "Allow Ringlog to listen on 127.0.0.1, or restart the computer, then try again.",
            ),
            Self::OtherTenant => (
                "The account signed in at another tenant than the organization's.",
                "Link again and choose an account of the organization's tenant.",
            ),
            Self::NoRefreshToken => (
                "Microsoft gave a sign-in that cannot be renewed.",
                "Ask your administrator to allow the permission offline_access, then link again.",
            ),
            Self::TokenGone => (
                "The keychain of this computer no longer holds the sign-in.",
                "Link the account again; nothing is lost.",
            ),
            Self::IdentityUnproven { .. } => (
                "Microsoft's statement of who signed in does not fit the question.",
                "Check the computer's clock, then link again.",
            ),
            Self::Other { .. } => (
                "Microsoft refused the sign-in for a reason Ringlog does not know.",
                "Link again; if this comes back, show your administrator the details.",
            ),
        }
    }
}
