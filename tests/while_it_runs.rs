//! What changes outside while the engine works by itself.

use std::time::Duration;

use jiff::SignedDuration;
use ringlog_engine::config::{Config, PolicyStore};
use ringlog_engine::problem::ProblemCode;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_tests::each_call_exactly_once;
use tokio::time::Instant;

use super::event_loop::{had_call, where_time_flies, while_running};

#[tokio::test]
async fn a_setting_that_nobody_announced_holds_from_the_next_pass() {
    let (world, mut computer) = where_time_flies().await;
    let file = computer.engine.profile().settings_file();
    while_running(&mut computer, async |outside| {
        outside.pass().await;
        let mut config = Config::open(&file, [], PolicyStore::None);
        config.set("rules.never_log", "+442079460018").unwrap();
        had_call(&world);

        let pass = outside.found().await;

        assert_eq!((pass.report.left_out, pass.report.logged), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_clock_set_back_during_a_pass_does_not_put_the_next_look_far_away() {
    let (world, mut computer) = where_time_flies().await;
    let mut ids = vec![had_call(&world)];
    let slow = Fault::Slow(Duration::from_secs(20));
    // When Dynamics is asked, the next look at the PBX is planned already.
    world.office.dataverse.misbehaviour().plan("", 0, 1, slow);
    while_running(&mut computer, async |outside| {
        tokio::time::sleep(Duration::from_secs(5)).await;
        world.clock.advance(SignedDuration::from_hours(-6));
        assert_eq!(outside.pass().await.report.logged, 1);
        ids.push(had_call(&world));

        let began = Instant::now();
        outside.logged().await;

        assert!(
            began.elapsed() <= Duration::from_secs(60),
            "{:?}",
            began.elapsed()
        );
    })
    .await;
    each_call_exactly_once(&world, &ids);
}

#[tokio::test]
async fn a_ledger_that_could_not_be_written_for_a_while_is_gone_on_with_by_itself() {
    let (world, mut computer) = where_time_flies().await;
    let other = rusqlite::Connection::open(computer.ledger_file()).unwrap();
    let full = "CREATE TRIGGER full BEFORE INSERT ON call BEGIN SELECT RAISE(ABORT, 'full'); END";
    other.execute_batch(full).unwrap();
    let id = had_call(&world);
    while_running(&mut computer, async |outside| {
        let problem = outside.failed().await;
        assert_eq!(problem.code, ProblemCode::NeedsPerson);
        tokio::time::sleep(Duration::from_secs(7_200)).await;
        assert_eq!(world.office.dataverse.phone_calls(), []);
        other.execute_batch("DROP TRIGGER full").unwrap();
        let began = Instant::now();

        outside.forget();
        outside.logged().await;

        assert!(
            began.elapsed() <= Duration::from_secs(900),
            "{:?}",
            began.elapsed()
        );
    })
    .await;
    each_call_exactly_once(&world, &[id]);
}
