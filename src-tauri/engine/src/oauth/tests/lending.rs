//! Renewal, and everything that can stand against it.

use super::*;

#[tokio::test]
async fn a_token_is_lent_until_it_nears_its_end_and_then_renewed() {
    let world = World::new().await;
    let source = world.linked().await;
    let first = source.access_token().await.unwrap();
    assert_eq!(world.renewals(), 1);
    world.pass(4_300);
    let second = source.access_token().await.unwrap();
    assert_ne!(first.expose(), second.expose());
    assert_eq!(world.check(&second), Ok(ADA));
    assert_eq!(world.renewals(), 2);
}

#[tokio::test]
async fn the_rotated_token_is_stored_before_the_access_token_is_lent() {
    let world = World::new().await;
    let source = world.linked().await;
    let before = world.kept().await;
    world.pass(10_000);
    world.keychain.suffer(Some(KeychainFault::Full));
    let refused = source.access_token().await;
    assert!(matches!(
        refused,
        Err(TokenError::Keychain(KeychainError::TooLarge { .. }))
    ));
    world.keychain.suffer(None);
    assert_eq!(world.kept().await, before);
    source.access_token().await.unwrap();
    assert_ne!(world.kept().await, before);
}

#[tokio::test]
async fn many_who_ask_at_once_renew_once() {
    let world = World::new().await;
    let source = world.linked().await;
    world.entra.set_refresh_rule(RefreshRule::OnceOnly);
    world.pass(10_000);
    let all = (0..20).map(|_| source.access_token());
    let lent = futures_util::future::join_all(all).await;
    assert!(lent.iter().all(Result::is_ok));
    assert_eq!(world.renewals(), 2);
}

#[tokio::test]
async fn two_processes_never_use_one_refresh_token_twice() {
    let world = World::new().await;
    let one = world.linked().await;
    let two = world.source();
    world.entra.set_refresh_rule(RefreshRule::OnceOnly);
    for _ in 0..5 {
        world.pass(10_000);
        let (one, two) = tokio::join!(one.access_token(), two.access_token());
        assert!(one.is_ok() && two.is_ok());
    }
}

#[tokio::test]
async fn a_caller_that_gives_up_does_not_lose_the_rotated_token() {
    let world = World::new().await;
    let source = world.linked().await;
    world.entra.set_refresh_rule(RefreshRule::OnceOnly);
    world.pass(10_000);
    let asked = source.clone();
    let caller = tokio::spawn(async move { asked.access_token().await });
    while world.renewals() < 2 {
        tokio::task::yield_now().await;
    }
    caller.abort();
    assert!(source.access_token().await.is_ok());
    assert_eq!(world.renewals(), 2);
}

#[tokio::test]
async fn an_answer_without_a_refresh_token_keeps_the_old_one() {
    let world = World::new().await;
    let source = world.linked().await;
    let before = world.kept().await;
    world.entra.set_refresh_rule(RefreshRule::Keep);
    world.pass(10_000);
    source.access_token().await.unwrap();
    assert_eq!(world.kept().await, before);
}

#[tokio::test]
async fn a_revoked_sign_in_asks_the_person_keeps_the_token_and_is_not_tried_again_at_once() {
    let world = World::new().await;
    let source = world.linked().await;
    world.tokens().revoke_all();
    source.invalidate(None).await;
    for _ in 0..3 {
        let outcome = source.access_token().await;
        assert_eq!(
            outcome.unwrap_err(),
            TokenError::SignInNeeded(SignInReason::Revoked)
        );
    }
    assert_eq!(world.renewals(), 2);
    world.kept().await;
    world.pass(61);
    assert!(source.access_token().await.is_err());
    assert_eq!(world.renewals(), 3);
    let source = world.linked().await;
    assert!(source.access_token().await.is_ok());
}

#[tokio::test]
async fn bad_weather_at_microsoft_does_not_take_a_living_token_away() {
    let world = World::new().await;
    let source = world.linked().await;
    let busy = Fault::Status {
        status: 503,
        retry_after: Some("7".to_owned()),
        body: "<html>".to_owned(),
    };
    world.entra.misbehaviour().plan("/token", 0, 2, busy);
    world.pass(4_300);
    assert!(source.access_token().await.is_ok());
    world.pass(300);
    let Err(TokenError::Fault(fault)) = source.access_token().await else {
        panic!("a dead token was lent");
    };
    assert_eq!(
        (fault.kind, fault.retry_after_seconds),
        (FaultKind::Unreachable, Some(7))
    );
    world.pass(7);
    world.entra.refuse(
        Place::Token,
        1,
        Refusal::new("temporarily_unavailable", 90033, "Busy."),
    );
    assert!(
        matches!(source.access_token().await, Err(TokenError::Fault(fault)) if fault.is_weather())
    );
    assert!(source.access_token().await.is_ok());
}

/// A linked account whose token has ended, at a token endpoint that asks for a pause once.
async fn paused(status: u16, retry_after: &str) -> (World, TokenSource) {
    let world = World::new().await;
    let source = world.linked().await;
    let busy = Fault::Status {
        status,
        retry_after: Some(retry_after.to_owned()),
        body: String::new(),
    };
    world.entra.misbehaviour().plan("/token", 0, 1, busy);
    world.pass(10_000);
    assert!(source.access_token().await.is_err());
    assert_eq!(world.renewals(), 2);
    (world, source)
}

#[tokio::test]
async fn a_token_endpoint_that_asks_for_a_pause_gets_it() {
    for (status, kind) in [(429, FaultKind::Throttled), (503, FaultKind::Unreachable)] {
        let (world, source) = paused(status, "60").await;
        world.pass(20);
        let Err(TokenError::Fault(fault)) = source.access_token().await else {
            panic!("a token was lent during the pause");
        };
        assert_eq!((fault.kind, fault.status), (kind, Some(status)));
        assert_eq!(fault.retry_after_seconds, Some(40));
        assert_eq!(world.renewals(), 2);
        world.pass(40);
        assert!(source.access_token().await.is_ok());
        assert_eq!(world.renewals(), 3);
    }
}

#[tokio::test]
async fn a_pause_ends_within_an_hour_and_with_a_clock_that_was_set_back() {
    let (world, source) = paused(429, "999999").await;
    world.pass(3_599);
    assert!(source.access_token().await.is_err());
    world.pass(1);
    assert!(source.access_token().await.is_ok());

    let (world, source) = paused(429, "60").await;
    world.pass(-5_000);
    assert!(source.access_token().await.is_ok());
}

#[tokio::test]
async fn a_pause_does_not_outlive_the_account_it_was_asked_of() {
    let (world, source) = paused(429, "60").await;
    source.forget().await;
    StoredAccount::delete(&world.secrets()).await.unwrap();
    let outcome = source.access_token().await;
    assert_eq!(outcome.unwrap_err(), TokenError::NotLinked);
}

#[tokio::test]
async fn no_answer_of_the_token_endpoint_shows_a_token() {
    let world = World::new().await;
    let source = world.linked().await;
    world.pass(10_000);
    let garbled = b"{\"access_token\":\"hunter2\",\"refresh_token\":5}".to_vec();
    world
        .entra
        .misbehaviour()
        .plan("/token", 0, 1, Fault::Garbage(garbled));
    let error = source.access_token().await.unwrap_err();
    assert!(!format!("{error:?} {error}").contains("hunter2"));
    assert!(matches!(error, TokenError::Fault(fault) if fault.kind == FaultKind::Garbled));
}

#[tokio::test]
async fn a_claims_challenge_is_answered_by_the_next_renewal() {
    let world = World::new().await;
    let source = world.linked().await;
    let wanted = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"}}}";
    world.tokens().challenge_with_claims(Some(wanted)).unwrap();
    let lent = source.access_token().await.unwrap();
    assert!(matches!(
        world.check(&lent),
        Err(WhyNot::InsufficientClaims(_))
    ));
    source.invalidate(Some(wanted.to_owned())).await;
    let lent = source.access_token().await.unwrap();
    assert_eq!(world.check(&lent), Ok(ADA));
}

#[tokio::test]
async fn claims_that_renewal_cannot_satisfy_are_kept_for_the_next_sign_in() {
    let world = World::new().await;
    let source = world.linked().await;
    let mut refusal = Refusal::new("interaction_required", 50076, "Second factor.");
    refusal.claims = Some("{\"access_token\":{\"acrs\":1}}".to_owned());
    world.entra.refuse(Place::Token, 1, refusal.clone());
    source.invalidate(None).await;
    let error = source.access_token().await.unwrap_err();
    assert_eq!(
        error,
        TokenError::SignInNeeded(SignInReason::SecondFactorNeeded)
    );
    assert_eq!(source.wanted_claims().await, refusal.claims);
}

/// An account whose renewal was refused with claims, and these claims.
async fn challenged() -> (World, TokenSource, Option<String>) {
    let world = World::new().await;
    let source = world.linked().await;
    let mut refusal = Refusal::new("interaction_required", 50076, "Second factor.");
    refusal.claims = Some("{\"access_token\":{\"acrs\":1}}".to_owned());
    world.entra.refuse(Place::Token, 1, refusal.clone());
    source.invalidate(None).await;
    source.access_token().await.unwrap_err();
    (world, source, refusal.claims)
}

#[tokio::test]
async fn claims_are_asked_for_by_the_next_sign_in_of_any_process() {
    let (world, _, claims) = challenged().await;
    assert_eq!(world.source().wanted_claims().await, claims);
}

#[tokio::test]
async fn claims_of_a_refused_call_outlive_the_process_when_renewal_is_refused() {
    let world = World::new().await;
    let source = world.linked().await;
    let claims = Some("{\"access_token\":{\"acrs\":2}}".to_owned());
    source.invalidate(claims.clone()).await;
    world.tokens().revoke_all();
    source.access_token().await.unwrap_err();
    assert_eq!(world.source().wanted_claims().await, claims);
}

#[tokio::test]
async fn claims_are_forgotten_with_the_next_renewal_or_link() {
    for rule in [RefreshRule::OnceOnly, RefreshRule::Keep] {
        let (world, source, _) = challenged().await;
        world.entra.set_refresh_rule(rule);
        world.pass(61);
        source.access_token().await.unwrap();
        assert_eq!(source.wanted_claims().await, None);
        assert_eq!(world.source().wanted_claims().await, None);
    }
    let (world, _, _) = challenged().await;
    world.linked().await;
    assert_eq!(world.source().wanted_claims().await, None);
}

#[tokio::test]
async fn claims_that_cannot_be_kept_hide_neither_the_reason_nor_the_account() {
    let world = World::new().await;
    let source = world.linked().await;
    let before = world.kept().await;
    source.invalidate(Some("{}".to_owned())).await;
    world.tokens().revoke_all();
    world.keychain.suffer(Some(KeychainFault::Full));
    let error = source.access_token().await.unwrap_err();
    assert_eq!(error, TokenError::SignInNeeded(SignInReason::Revoked));
    world.keychain.suffer(None);
    assert_eq!(world.kept().await, before);
    assert_eq!(source.wanted_claims().await.as_deref(), Some("{}"));
}

#[tokio::test]
async fn not_linked_and_a_closed_keychain_are_told_apart() {
    let world = World::new().await;
    let source = world.source();
    assert_eq!(
        source.access_token().await.unwrap_err(),
        TokenError::NotLinked
    );
    world.keychain.suffer(Some(KeychainFault::Locked));
    assert!(matches!(
        source.access_token().await,
        Err(TokenError::Keychain(KeychainError::Locked(_)))
    ));
}

#[tokio::test]
async fn a_damaged_or_newer_account_in_the_keychain_is_not_shown_and_not_touched() {
    let world = World::new().await;
    world.linked().await;
    let name = crate::ports::SecretName::Account;
    let whole = world.keychain.get(name).unwrap().unwrap();
    let newer =
        secrecy::ExposeSecret::expose_secret(&whole).replace("\"version\":1", "\"version\":2");
    world.keychain.set(name, &newer.into()).unwrap();
    let error = StoredAccount::load(&world.secrets()).await.unwrap_err();
    assert!(error.to_string().contains("newer Ringlog"), "{error}");
    world.keychain.set(name, &"{\"hunter2\"".into()).unwrap();
    let error = StoredAccount::load(&world.secrets()).await.unwrap_err();
    assert!(matches!(&error, KeychainError::Damaged(_)) && !error.to_string().contains("hunter2"));
}

#[tokio::test]
async fn an_unsaved_token_never_overwrites_a_newer_link() {
    let world = World::new().await;
    let source = world.linked().await;
    world.pass(10_000);
    world.keychain.suffer(Some(KeychainFault::Full));
    assert!(source.access_token().await.is_err());
    world.keychain.suffer(None);
    world.linked_as(ADMIN).await;
    let lent = source.access_token().await.unwrap();
    assert_eq!(world.check(&lent), Ok(ADMIN));
}

#[tokio::test]
async fn an_unlinked_account_is_not_renewed_by_anybody() {
    let world = World::new().await;
    let source = world.linked().await;
    StoredAccount::delete(&world.secrets()).await.unwrap();
    StoredAccount::delete(&world.secrets()).await.unwrap();
    world.pass(10_000);
    let outcome = source.access_token().await;
    assert_eq!(outcome.unwrap_err(), TokenError::NotLinked);
    assert_eq!(world.keychain.entry_names(), [""; 0]);
}

#[tokio::test]
async fn no_secret_reaches_the_log() {
    let log = Log::default();
    let sink = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || sink.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    tracing::debug!("the log is on");
    let world = World::new().await;
    let source = world.linked().await;
    let mut secrets = vec![world.kept().await, "sim-code-".to_owned()];
    secrets.push(source.access_token().await.unwrap().expose().to_owned());
    world.pass(10_000);
    secrets.push(source.access_token().await.unwrap().expose().to_owned());
    world.tokens().revoke_all();
    source.invalidate(None).await;
    assert!(source.access_token().await.is_err());
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("the log is on"));
    assert!(secrets.iter().all(|secret| !text.contains(secret.as_str())));
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut log = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
