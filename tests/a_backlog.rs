//! What a person wants while more calls go out than one request takes.

use std::time::Duration;

use ringlog_core::desktop::facts::Doing;
use ringlog_engine::event_loop::Event;
use ringlog_engine::request::Request;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_tests::each_call_exactly_once;
use tokio::time::Instant;

use super::asking_the_engine::{asked, pbx_answers};
use super::event_loop::{had_call, where_time_flies, while_running};

#[tokio::test]
async fn a_catch_up_that_is_ended_goes_on_after_an_hour_and_logs_each_call_once() {
    let (world, mut computer) = where_time_flies().await;
    let ids: Vec<String> = (0..250).map(|_| had_call(&world)).collect();
    let slow = Fault::Slow(Duration::from_secs(5));
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("", 0, 1_000, slow);
    while_running(&mut computer, async |outside| {
        let doing = outside
            .until_doing(|doing| matches!(doing, Doing::CatchingUp { done: 100.., .. }))
            .await;
        assert_eq!(
            doing,
            Doing::CatchingUp {
                done: 100,
                total: 250
            }
        );
        outside.tell(Event::PassCancelled);
        outside.changed().await;
        world.recover();
        let began = Instant::now();

        outside.logged().await;

        assert!(
            began.elapsed() >= Duration::from_secs(3_600),
            "{:?}",
            began.elapsed()
        );
    })
    .await;
    each_call_exactly_once(&world, &ids);
}

#[tokio::test]
async fn a_request_is_answered_in_the_middle_of_a_backlog_and_no_call_is_lost_or_doubled() {
    let (world, mut computer) = where_time_flies().await;
    let ids: Vec<String> = (0..250).map(|_| had_call(&world)).collect();
    let slow = Fault::Slow(Duration::from_secs(60));
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("", 0, 1_000, slow);
    while_running(&mut computer, async |outside| {
        outside
            .until_doing(|doing| matches!(doing, Doing::CatchingUp { .. }))
            .await;
        let began = Instant::now();
        let answers = pbx_answers(&world);
        asked(outside, |reply| Request::ConnectPbx {
            answers,
            password: None,
            reply,
        })
        .await
        .unwrap();
        assert!(
            began.elapsed() < Duration::from_secs(30),
            "{:?}",
            began.elapsed()
        );
        world.recover();
        outside.logged().await;
    })
    .await;
    each_call_exactly_once(&world, &ids);
}

#[tokio::test]
async fn a_pause_begins_in_the_middle_of_a_backlog_and_what_was_logged_is_announced() {
    let (world, mut computer) = where_time_flies().await;
    let ids: Vec<String> = (0..250).map(|_| had_call(&world)).collect();
    let slow = Fault::Slow(Duration::from_secs(5));
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("", 0, 1_000, slow);
    let mut announced = Vec::new();
    while_running(&mut computer, async |outside| {
        outside
            .until_doing(|doing| matches!(doing, Doing::CatchingUp { done: 100.., .. }))
            .await;
        let until = world.minutes_ago(-60);
        outside.tell(Event::PauseRequested { until });
        announced.extend(outside.announced().await);
        assert!(world.office.dataverse.phone_calls().len() < 250);
        world.recover();
        outside.logged().await;
        announced.extend(outside.announced().await);
    })
    .await;
    let said: Vec<String> = announced
        .iter()
        .map(|notice| notice.title.to_string())
        .collect();
    assert_eq!(said, ["100 calls logged", "150 calls logged"]);
    each_call_exactly_once(&world, &ids);
}
