//! From the button to the first token.

use super::*;

#[tokio::test]
async fn a_person_links_an_account_through_the_browser() {
    let world = World::new().await;
    let told = world.link(Choice::Approve(ADA)).await;
    let signed_in = told.outcome.unwrap();
    assert_eq!(world.check(&signed_in.access), Ok(ADA));
    assert_eq!(signed_in.identity.object_id, Some(ADA));
    assert_eq!(signed_in.identity.tenant, TENANT);
    assert_eq!(
        signed_in.identity.user_name.as_deref(),
        Some("ada@contoso.example")
    );
    assert_eq!(signed_in.authority.tenant(), TENANT.to_string());
    assert_eq!(
        told.invitations,
        [format!("/{TENANT}/oauth2/v2.0/authorize")]
    );
}

#[tokio::test]
async fn no_secret_shows_in_what_a_sign_in_returns() {
    let world = World::new().await;
    let signed_in = world.link(Choice::Approve(ADA)).await.outcome.unwrap();
    let shown = format!("{signed_in:?}");
    assert!(
        !shown.contains(signed_in.access.expose()) && !shown.contains(signed_in.refresh.expose())
    );
}

#[tokio::test]
async fn every_end_of_a_sign_in_is_told_apart() {
    let world = World::new().await;
    let reason = async |choice| reason_of(world.link(choice).await.outcome.unwrap_err());
    assert_eq!(reason(Choice::Deny).await, SignInReason::ConsentDeclined);
    world.entra.refuse(
        Place::Authorize,
        1,
        Refusal::new("access_denied", 53003, "Blocked."),
    );
    assert_eq!(
        reason(Choice::Approve(ADA)).await,
        SignInReason::BlockedByPolicy
    );
    world.entra.set_consent_rule(ConsentRule::RefusedAtToken);
    assert_eq!(
        reason(Choice::Approve(ADA)).await,
        SignInReason::ConsentNeeded
    );
    world.entra.refuse(
        Place::Token,
        1,
        Refusal::new("invalid_client", 7_000_218, "Secret."),
    );
    assert_eq!(
        reason(Choice::Approve(ADA)).await,
        SignInReason::SecretDemanded
    );
    for choice in [Choice::Approve(STRANGER), Choice::WalkAway] {
        let left = world.has_left.notified();
        let ended = world.link_with(world.request(), choice, left).await;
        assert_eq!(ended.outcome.unwrap_err(), SignInError::Cancelled);
    }
}

#[tokio::test]
async fn the_address_is_handed_out_even_if_no_browser_opens_and_the_sign_in_goes_on() {
    let world = World::new().await;
    let (send, mut receive) = tokio::sync::mpsc::unbounded_channel();
    let is_told = AtomicBool::new(false);
    let invite = |invitation: Invitation<'_>| match invitation {
        Invitation::Address(_) => {}
        Invitation::BrowserNotOpened { address, .. } => {
            is_told.store(true, Ordering::SeqCst);
            send.send(address.clone()).unwrap();
        }
    };
    let surroundings = Surroundings {
        browser: Some(Arc::new(NoBrowser)),
        ..world.surroundings(Choice::Deny, &invite)
    };
    let request = world.request();
    let (outcome, page) = tokio::join!(
        sign_in(&request, &surroundings, std::future::pending()),
        async { visit(&receive.recv().await.unwrap(), Choice::Approve(ADA)).await }
    );
    assert!(outcome.is_ok() && page.unwrap().status == 200 && is_told.load(Ordering::SeqCst));
}

#[tokio::test]
async fn admin_consent_is_granted_refused_or_left_open() {
    let world = World::new().await;
    let denied = world.consent(Choice::Deny, std::future::pending()).await;
    assert_eq!(
        reason_of(denied.unwrap_err()),
        SignInReason::AdminConsentRefused
    );
    let left = world.has_left.notified();
    let wrong_person = world.consent(Choice::Approve(ADA), left).await;
    assert_eq!(wrong_person.unwrap_err(), SignInError::Cancelled);
    assert!(!world.entra.has_consent(CLIENT, TENANT));
    let granted = world
        .consent(Choice::Approve(ADMIN), std::future::pending())
        .await
        .unwrap();
    assert_eq!(granted.tenant, Some(TENANT.to_string()));
    assert!(world.entra.has_consent(CLIENT, TENANT));
}

#[tokio::test]
async fn an_organization_that_leads_astray_is_a_matter_of_configuration() {
    let world = World::new().await;
    let entra_itself = OrganizationUrl::parse(&world.entra_server.origin()).unwrap();
    let wrong = SignInRequest {
        organization: entra_itself,
        ..world.request()
    };
    let told = world
        .link_with(wrong, Choice::Deny, std::future::pending())
        .await;
    assert!(matches!(told.outcome, Err(SignInError::Configuration(_))));
    assert!(told.invitations.is_empty());
    let nowhere = OrganizationUrl::parse("http://127.0.0.1:1").unwrap();
    let closed = SignInRequest {
        organization: nowhere,
        ..world.request()
    };
    let told = world
        .link_with(closed, Choice::Deny, std::future::pending())
        .await;
    assert!(matches!(told.outcome, Err(SignInError::Network(_))));
}
