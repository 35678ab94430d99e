//! Basic first, then one session, and never again after a rejection.

use super::*;

#[tokio::test]
async fn where_basic_is_off_a_session_is_opened_once() {
    for methods in [vec![Method::POST], vec![Method::PUT]] {
        let bench = Bench::new();
        bench.pbx.set_habits(|habits| {
            habits.basic = false;
            habits.session_methods = methods;
        });
        bench
            .pbx
            .add_call("504", SimulatedCall::inbound("098371388", at(-5)));

        assert_eq!(bench.records(at(-9)).await.0.len(), 1);
        assert_eq!(bench.records(at(-9)).await.0.len(), 1);

        assert_eq!(bench.pbx.session_logins(), 1);
        assert_eq!(
            bench.pbx.login_failures(),
            1,
            "Basic alone was refused, once"
        );
    }
}

#[tokio::test]
async fn an_expired_session_is_opened_again() {
    let bench = Bench::new();
    bench.pbx.set_habits(|habits| habits.basic = false);
    bench.pages(at(-9)).await.unwrap();
    bench.pbx.end_sessions();
    bench.pages(at(-9)).await.unwrap();
    assert_eq!(bench.pbx.session_logins(), 2);
}

#[tokio::test]
async fn one_rejection_stops() {
    let bench = Bench::with_password("wrong");

    assert_eq!(bench.vodia.identify().await, Err(refused()));
    let failures = bench.pbx.login_failures();
    let requests = bench.sent().len();
    for _ in 0..20 {
        assert_eq!(bench.pages(at(-9)).await, Err(refused()));
    }

    assert_eq!(failures, 2, "once with Basic, once with a session");
    assert_eq!(bench.pbx.login_failures(), failures);
    assert_eq!(requests, 2);
    assert_eq!(bench.sent().len(), 0);
}

#[tokio::test]
async fn a_password_changed_on_the_pbx_stops_too() {
    let bench = Bench::new();
    bench.pages(at(-9)).await.unwrap();
    bench.pbx.set_password("504", "another");
    assert_eq!(bench.pages(at(-9)).await, Err(refused()));
    assert_eq!(bench.pages(at(-9)).await, Err(refused()));
    assert_eq!(bench.pbx.login_failures(), 2);
}

#[tokio::test]
async fn a_pbx_without_any_login_for_extensions_stops_after_one_try() {
    let bench = Bench::new();
    bench.pbx.set_habits(|habits| {
        habits.basic = false;
        habits.session_methods = Vec::new();
    });
    for _ in 0..3 {
        assert_eq!(bench.pages(at(-9)).await, Err(refused()));
    }
    assert_eq!(bench.pbx.login_failures(), 1);
}

#[tokio::test]
async fn a_session_login_that_answers_with_a_page_leaves_the_rejection_of_basic() {
    let bench = Bench::with_password("wrong");
    let page = Trouble::Garbage(b"<html>portal</html>".to_vec());
    bench.pbx.misbehaviour().plan("/session", 0, 9, page);
    for _ in 0..3 {
        assert_eq!(bench.pages(at(-9)).await, Err(refused()));
    }
    assert_eq!(
        bench.sent().len(),
        2,
        "once with Basic, once with a session"
    );
}

#[tokio::test]
async fn a_page_in_place_of_a_new_session_is_no_rejection() {
    let bench = Bench::new();
    bench.pbx.set_habits(|habits| habits.basic = false);
    bench.pages(at(-9)).await.unwrap();
    bench.pbx.end_sessions();
    let page = Trouble::Garbage(b"<html>portal</html>".to_vec());
    bench.pbx.misbehaviour().plan("/session", 0, 1, page);
    let garbled = bench.pages(at(-9)).await;
    assert!(matches!(garbled, Err(PbxError::Garbled(_))), "{garbled:?}");
    assert!(bench.pages(at(-9)).await.is_ok());
}

#[tokio::test]
async fn basic_is_not_sent_again_while_the_session_login_is_away() {
    let bench = Bench::with_password("wrong");
    bench
        .pbx
        .misbehaviour()
        .plan("/session", 0, 3, status(503, None));
    for _ in 0..3 {
        assert!(matches!(
            bench.pages(at(-9)).await,
            Err(PbxError::Unavailable(_))
        ));
    }
    assert_eq!(bench.pbx.login_failures(), 1, "Basic, once");
    assert_eq!(bench.pages(at(-9)).await, Err(refused()));
    assert_eq!(bench.pbx.login_failures(), 2);
}

#[tokio::test]
async fn a_session_that_is_not_believed_afterwards_is_a_refusal() {
    let bench = Bench::new();
    bench
        .pbx
        .misbehaviour()
        .plan("/history", 0, 2, status(401, None));
    assert_eq!(bench.pages(at(-9)).await, Err(refused()));
}
