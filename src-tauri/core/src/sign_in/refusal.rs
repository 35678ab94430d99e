//! From Microsoft's error answer to a [`SignInReason`].

use serde::{Deserialize, Serialize};

use super::SignInReason;

/// Longer texts of Microsoft's are cut.
const DETAIL_CHARACTERS_MAX: usize = 300;

/// One refusal with what an administrator or Microsoft's support needs; it holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{} {}", reason.phrase(), reason.next_step())]
pub struct SignInRefusal {
    /// Why.
    pub reason: SignInReason,
    /// Microsoft's `error`.
    pub error: String,
    /// The AADSTS number, if there was one.
    pub number: Option<u32>,
    /// The first line of Microsoft's description.
    pub detail: String,
    /// Microsoft's correlation id.
    pub correlation: Option<String>,
    /// Microsoft's trace id.
    pub trace: Option<String>,
    /// Claims to pass on to the next sign-in, as JSON text.
    pub claims: Option<String>,
    /// Trying again later, unchanged, can help.
    pub is_weather: bool,
}

impl SignInRefusal {
    /// A refusal that is ours, not Microsoft's.
    #[must_use]
    pub fn ours(reason: SignInReason) -> Self {
        Self {
            is_weather: reason.is_weather(),
            reason,
            error: String::new(),
            number: None,
            detail: String::new(),
            correlation: None,
            trace: None,
            claims: None,
        }
    }
}

/// What follows from `error` alone (`reference/entra.md`, section 4.3).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Weather,
    Interaction,
    Declined,
    SetUp,
    Unknown,
}

/// Reads an error answer. `error` decides what follows; the numbers and `suberror` only choose the better sentence,
/// because Microsoft changes them (`reference/entra.md`, section 1).
#[must_use]
pub fn classify(
    error: &str,
    error_codes: &[u32],
    suberror: Option<&str>,
    description: &str,
) -> SignInRefusal {
    let numbers: Vec<u32> = if error_codes.is_empty() {
        number_in(description).into_iter().collect()
    } else {
        error_codes.to_vec()
    };
    let detail = first_line(description);
    let by_number = numbers.iter().copied().find_map(of_number);
    let class = class_of(error);
    let fits = |reason: &SignInReason| match class {
        Class::Weather => reason.is_weather(),
        Class::Interaction | Class::Declined => !reason.is_weather(),
        Class::SetUp | Class::Unknown => true,
    };
    let reason = by_number
        .filter(fits)
        .or_else(|| suberror.and_then(of_suberror).filter(fits))
        .unwrap_or_else(|| of_error(error, numbers.first().copied(), &detail));
    SignInRefusal {
        is_weather: reason.is_weather(),
        reason,
        error: first_line(error),
        number: numbers.first().copied(),
        correlation: labelled(description, "Correlation ID:"),
        trace: labelled(description, "Trace ID:"),
        claims: None,
        detail,
    }
}

/// The reason of one AADSTS number, if it is in the table (`reference/entra.md`, section 4.4).
#[must_use]
pub fn of_number(number: u32) -> Option<SignInReason> {
    use SignInReason as R;
    Some(match number {
        65001 => R::ConsentNeeded,
        65004 => R::ConsentDeclined,
        90094 | 90093 => R::AdminConsentNeeded,
        90095 => R::AdminConsentRequestable,
        90090 => R::ConsentNotRecorded,
        900_941 => R::AppConsideredRisky,
        900_981 => R::PublisherUnverified,
        650_052 => R::ServiceMissing,
        650_057 => R::PermissionNotRegistered,
        65005 | 650_054 | 650_056 => R::ResourceUnavailable,
        500_011 => R::OrganizationUnknown,
        700_016 | 700_011 => R::AppUnknown,
        90002 => R::TenantUnknown,
        90038 => R::WrongCloud,
        50020 | 500_208 | 50034 | 51004 | 16000 | 16003 | 90072 => R::WrongAccount,
        50105 => R::NotAssigned,
        50076 | 50079 | 50074 | 50072 | 50078 => R::SecondFactorNeeded,
        50058 => R::NobodySignedIn,
        50055 | 50144 => R::PasswordExpired,
        50057 => R::AccountDisabled,
        50053 => R::AccountLocked,
        50132 | 50133 => R::PasswordChanged,
        50173 => R::Revoked,
        70008 | 700_082 => R::ExpiredUnused,
        70000 | 50089 => R::GrantInvalid,
        54005 => R::CodeAlreadyUsed,
        70043 => R::SignInFrequency,
        700_084 | 9_002_327 => R::RegisteredAsSinglePage,
        7_000_218 => R::SecretDemanded,
        53003 => R::BlockedByPolicy,
        53000 => R::DeviceNotCompliant,
        53001 => R::DeviceNotJoined,
        53002 => R::AppNotApproved,
        530_032 => R::SecurityPolicy,
        530_035 => R::SecurityDefaults,
        50131 | 50097 | 50155 => R::DeviceProofNeeded,
        50011 => R::RedirectNotRegistered,
        900_971 | 500_113 => R::RedirectMissing,
        501_481 => R::VerifierMismatch,
        700_025 => R::SecretSent,
        700_005 => R::CodeFromOtherTenant,
        50194 => R::TenantMustBeNamed,
        90055 | 90033 | 90006 | 50033 | 50087 | 90024 => R::ServiceBusy,
        50196 => R::AskedTooOften,
        1_000_031 | 7_000_112 | 70001 => R::AppDisabled,
        28002 | 28003 | 70011 | 700_022 => R::ScopeInvalid,
        70016 | 70018 | 70019 => R::DeviceCode,
        _ => return None,
    })
}

fn class_of(error: &str) -> Class {
    match error {
        "temporarily_unavailable" | "server_error" => Class::Weather,
        "invalid_grant"
        | "interaction_required"
        | "consent_required"
        | "login_required"
        | "user_password_expired" => Class::Interaction,
        "access_denied" | "permission_denied" => Class::Declined,
        "invalid_request"
        | "unauthorized_client"
        | "invalid_client"
        | "unsupported_grant_type"
        | "unsupported_response_type"
        | "invalid_resource"
        | "invalid_scope" => Class::SetUp,
        _ => Class::Unknown,
    }
}

fn of_error(error: &str, number: Option<u32>, detail: &str) -> SignInReason {
    use SignInReason as R;
    match class_of(error) {
        Class::Weather => R::ServiceBusy,
        Class::Declined => R::ConsentDeclined,
        Class::Interaction => match error {
            "interaction_required" => R::InteractionNeeded,
            "consent_required" => R::ConsentNeeded,
            "login_required" => R::NobodySignedIn,
            "user_password_expired" => R::PasswordExpired,
            _ => R::GrantInvalid,
        },
        Class::SetUp => match error {
            "invalid_resource" => R::OrganizationUnknown,
            "invalid_scope" => R::ScopeInvalid,
            _ => R::SetUpFault {
                detail: named(error, detail),
            },
        },
        Class::Unknown => R::Other {
            number,
            detail: named(error, detail),
        },
    }
}

/// `reference/entra.md`, section 4.3: what MSAL knows.
fn of_suberror(suberror: &str) -> Option<SignInReason> {
    use SignInReason as R;
    Some(match suberror {
        "basic_action" => R::InteractionNeeded,
        "additional_action" => R::ActionElsewhere,
        "message_only" => R::NothingHelps,
        "user_password_expired" => R::PasswordExpired,
        "consent_required" => R::ConsentNeeded,
        "bad_token" => R::GrantInvalid,
        "token_expired" => R::ExpiredUnused,
        "protection_policy_required" => R::AppNotApproved,
        "client_mismatch" => R::ClientMismatch,
        "device_authentication_failed" => R::DeviceProofNeeded,
        _ => return None,
    })
}

fn number_in(description: &str) -> Option<u32> {
    let (_, rest) = description.split_once("AADSTS")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The value after a label of the description's tail, for example `Correlation ID: 0123-…`.
fn labelled(description: &str, label: &str) -> Option<String> {
    let (_, rest) = description.split_once(label)?;
    let value: String = rest
        .trim_start()
        .chars()
        .take_while(|c| c.is_ascii_hexdigit() || *c == '-')
        .take(64)
        .collect();
    (!value.is_empty()).then_some(value)
}

fn first_line(text: &str) -> String {
    let head = text.split("Trace ID:").next().unwrap_or_default();
    head.lines()
        .next()
        .unwrap_or_default()
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(DETAIL_CHARACTERS_MAX)
        .collect()
}

fn named(error: &str, detail: &str) -> String {
    if detail.is_empty() {
        first_line(error)
    } else {
        detail.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    /// Every number of `reference/entra.md`, section 4.4, in its order.
    const TABLE: &[u32] = &[
        65001, 65004, 90094, 90093, 90095, 90090, 900_941, 900_981, 65005, 650_052, 650_054,
        650_056, 650_057, 500_011, 700_016, 700_011, 90002, 90038, 50020, 500_208, 50034, 51004,
        16000, 16003, 90072, 50105, 50076, 50079, 50074, 50072, 50078, 50058, 50055, 50144, 50057,
        50053, 50132, 50133, 50173, 70008, 700_082, 70000, 50089, 54005, 70043, 700_084, 9_002_327,
        7_000_218, 53003, 53000, 53001, 53002, 530_032, 530_035, 50131, 50097, 50155, 50011,
        900_971, 501_481, 700_025, 700_005, 50194, 90055, 90033, 90006, 50033, 50087, 90024,
        1_000_031, 7_000_112, 70001, 70016, 70018, 70019, 28002, 28003, 70011, 700_022, 50196,
        500_113,
    ];

    fn reasons() -> Vec<(String, SignInReason)> {
        let other = String::new;
        let mut all: Vec<(String, SignInReason)> = TABLE
            .iter()
            .map(|&number| (number.to_string(), of_number(number).unwrap()))
            .collect();
        for error in [
            "invalid_grant",
            "interaction_required",
            "consent_required",
            "login_required",
            "temporarily_unavailable",
            "server_error",
            "invalid_request",
            "unauthorized_client",
            "invalid_client",
            "unsupported_grant_type",
            "invalid_resource",
            "invalid_scope",
            "access_denied",
            "permission_denied",
            "something_new",
        ] {
            all.push((error.to_owned(), classify(error, &[], None, "").reason));
        }
        for suberror in [
            "basic_action",
            "additional_action",
            "message_only",
            "user_password_expired",
            "consent_required",
            "bad_token",
            "token_expired",
            "protection_policy_required",
            "client_mismatch",
            "device_authentication_failed",
        ] {
            let reason = classify("invalid_grant", &[], Some(suberror), "").reason;
            all.push((format!("invalid_grant/{suberror}"), reason));
        }
        for ours in [
            SignInReason::AdminConsentCancelled,
            SignInReason::AdminConsentWrongPerson,
            SignInReason::AdminConsentRefused,
            SignInReason::AdminConsentOtherTenant,
            SignInReason::TimedOut,
            SignInReason::Cancelled,
            SignInReason::BrowserNotOpened { detail: other() },
            SignInReason::ListenerNotBound { detail: other() },
            SignInReason::OtherTenant,
            SignInReason::NoRefreshToken,
            SignInReason::IdentityUnproven { detail: other() },
        ] {
            all.push(("ours".to_owned(), ours));
        }
        all
    }

    #[test]
    fn every_reason_has_its_sentence_and_its_next_step() {
        let mut table = String::new();
        for (from, reason) in reasons() {
            let name = serde_json::to_value(&reason).unwrap();
            writeln!(
                table,
                "{from} | {} | {} | {}",
                name.get("code").and_then(|code| code.as_str()).unwrap(),
                reason.phrase(),
                reason.next_step()
            )
            .unwrap();
        }
        insta::assert_snapshot!("sign_in_reasons", table);
    }

    #[test]
    fn no_two_reasons_say_the_same() {
        let codes: BTreeSet<String> = reasons()
            .iter()
            .map(|(_, reason)| {
                let name = serde_json::to_value(reason).unwrap();
                name.get("code").unwrap().to_string()
            })
            .collect();
        let sentences: BTreeSet<String> = reasons()
            .iter()
            .map(|(_, reason)| {
                let sentence = reason.phrase().to_string();
                sentence.split(" (").next().unwrap().to_owned()
            })
            .collect();
        assert_eq!(codes.len(), sentences.len());
        assert!(!sentences.contains(""));
    }

    #[test]
    fn every_number_of_the_table_has_a_reason_of_its_own_kind() {
        for &number in TABLE {
            let reason = classify("invalid_request", &[number], None, "").reason;
            assert!(
                !matches!(
                    reason,
                    SignInReason::Other { .. } | SignInReason::SetUpFault { .. }
                ),
                "{number}"
            );
        }
    }

    #[test]
    fn the_error_decides_and_the_number_only_chooses_the_sentence() {
        let busy = classify("temporarily_unavailable", &[50173], None, "");
        assert_eq!(busy.reason, SignInReason::ServiceBusy);
        assert!(busy.is_weather);
        let gone = classify("invalid_grant", &[90033], None, "");
        assert_eq!(gone.reason, SignInReason::GrantInvalid);
        assert!(!gone.is_weather);
        let revoked = classify("invalid_grant", &[50173], Some("bad_token"), "");
        assert_eq!(revoked.reason, SignInReason::Revoked);
    }

    #[test]
    fn number_and_ids_are_read_out_of_the_description_where_the_fields_are_missing() {
        let refusal = classify(
            "consent_required",
            &[],
            None,
            "AADSTS65004: The request was denied.\r\nTrace ID: 0f00-aa\r\nCorrelation ID: 1b-2c\r\nTimestamp: 2024-01-01 00:00:00Z",
        );
        assert_eq!(refusal.reason, SignInReason::ConsentDeclined);
        assert_eq!(refusal.number, Some(65004));
        assert_eq!(refusal.detail, "AADSTS65004: The request was denied.");
        assert_eq!(refusal.trace.as_deref(), Some("0f00-aa"));
        assert_eq!(refusal.correlation.as_deref(), Some("1b-2c"));
    }

    #[test]
    fn an_unknown_refusal_keeps_its_number_and_words() {
        let refusal = classify("novel", &[999_999], None, "AADSTS999999: New trouble.");
        assert_eq!(
            refusal.reason,
            SignInReason::Other {
                number: Some(999_999),
                detail: "AADSTS999999: New trouble.".to_owned()
            }
        );
    }

    #[test]
    fn a_reason_survives_storage() {
        for (_, reason) in reasons() {
            let text = serde_json::to_string(&reason).unwrap();
            assert_eq!(serde_json::from_str::<SignInReason>(&text).unwrap(), reason);
        }
    }

    proptest! {
        #[test]
        fn no_answer_of_microsofts_breaks_it(error in ".{0,40}", sub in ".{0,20}", text in "(AADSTS)?.{0,400}") {
            let refusal = classify(&error, &[], Some(&sub), &text);
            prop_assert!(!refusal.reason.phrase().to_string().is_empty());
            prop_assert!(refusal.detail.chars().count() <= DETAIL_CHARACTERS_MAX);
        }
    }
}
