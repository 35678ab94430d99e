//! The ledger is a memory, not the truth: without it, calls are still logged exactly once.

use std::fs;
use std::path::Path;

use ringlog_core::delivery::State;
use ringlog_core::desktop::facts::Doing;
use ringlog_engine::config::{Config, PolicyStore};
use ringlog_engine::desk::Desk;
use ringlog_engine::ledger::Ledger;
use ringlog_engine::problem::ProblemCode;
use ringlog_engine::profile::Profile;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World, each_call_exactly_once, one_contact_per_unknown_number};

const NUMBERS: [&str; 2] = ["+442079460018", "+442079460019"];

async fn after_a_first_sync(world: &World) -> (Computer, Vec<String>) {
    let mut computer = world.computer().await;
    let ids = NUMBERS
        .map(|number| world.had(SimulatedCall::inbound(number, world.minutes_ago(60))))
        .into();
    computer.sync().await;
    (computer, ids)
}

async fn still_exactly_once(world: &World, mut computer: Computer, mut ids: Vec<String>) {
    ids.push(world.had(SimulatedCall::outbound(NUMBERS[0], world.minutes_ago(5))));
    computer.sync().await;

    each_call_exactly_once(world, &ids);
    one_contact_per_unknown_number(world, &NUMBERS);
    let calls = computer.calls();
    assert_eq!(calls.len(), 3);
    assert!(
        calls.iter().all(|call| call.state == State::Logged),
        "{calls:#?}"
    );
}

fn overwrite(directory: &Path, from: usize, bytes: &[u8]) {
    let file = directory.join("ledger.sqlite3");
    let mut content = fs::read(&file).unwrap();
    content.truncate(from);
    content.extend_from_slice(bytes);
    fs::write(file, content).unwrap();
}

/// It still opens, and its first pages can be read.
fn break_what_is_counted(directory: &Path) {
    let file = directory.join("ledger.sqlite3");
    let connection = rusqlite::Connection::open(&file).unwrap();
    let sql = "SELECT (rootpage - 1) * page_size FROM sqlite_schema, pragma_page_size WHERE name = 'state_count'";
    let place: i64 = connection.query_row(sql, (), |row| row.get(0)).unwrap();
    drop(connection);
    let mut content = fs::read(&file).unwrap();
    let place = usize::try_from(place).unwrap();
    content[place..place + 512].fill(0xA5);
    fs::write(file, content).unwrap();
}

fn names_beside_the_ledger(directory: &Path) -> Vec<String> {
    fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("ledger"))
        .collect()
}

#[tokio::test]
async fn a_deleted_ledger_logs_no_call_twice_and_stays_linked() {
    let world = World::open().await;
    let (computer, ids) = after_a_first_sync(&world).await;

    let computer = computer.without_ledger().await;

    assert_eq!(computer.calls().len(), 0);
    assert!(computer.engine.account().unwrap().account().is_some());
    still_exactly_once(&world, computer, ids).await;
}

#[tokio::test]
async fn a_damaged_ledger_is_kept_and_logs_no_call_twice() {
    let world = World::open().await;
    let (computer, ids) = after_a_first_sync(&world).await;
    let damage = b"this was a ledger once".repeat(400);

    let mut computer = computer
        .try_restart(|directory| overwrite(directory, 0, &damage))
        .await
        .unwrap();

    let notes = computer.engine.take_notes();
    assert!(notes[0].to_string().contains("damaged"), "{notes:?}");
    let kept = names_beside_the_ledger(computer.directory())
        .into_iter()
        .filter(|name| fs::read(computer.directory().join(name)).unwrap() == damage)
        .count();
    assert_eq!(kept, 1);
    still_exactly_once(&world, computer, ids).await;
}

#[tokio::test]
async fn a_window_that_met_a_damaged_ledger_shows_the_one_begun_in_its_place() {
    let world = World::open().await;
    let (computer, _) = after_a_first_sync(&world).await;
    let profile = Profile::open(Some(computer.directory())).unwrap();
    let config = Config::open(&profile.settings_file(), [], PolicyStore::None);
    let desk = Desk::open(profile, config, None);
    let look = || desk.facts(Doing::Nothing, world.minutes_ago(0));

    let computer = computer.try_restart(|directory| {
        break_what_is_counted(directory);
        look().unwrap_err();
    });

    assert_eq!(computer.await.unwrap().engine.take_notes().len(), 1);
    assert_eq!(look().unwrap().counts.logged, 0);
}

#[tokio::test]
async fn a_ledger_cut_short_logs_no_call_twice() {
    let world = World::open().await;
    let (computer, ids) = after_a_first_sync(&world).await;

    let mut computer = computer
        .try_restart(|directory| overwrite(directory, 5_000, &[]))
        .await
        .unwrap();

    assert_eq!(computer.engine.take_notes().len(), 1);
    still_exactly_once(&world, computer, ids).await;
}

#[tokio::test]
async fn an_empty_ledger_file_logs_no_call_twice() {
    let world = World::open().await;
    let (computer, ids) = after_a_first_sync(&world).await;

    let computer = computer
        .try_restart(|directory| {
            for name in names_beside_the_ledger(directory) {
                fs::write(directory.join(name), b"").unwrap();
            }
        })
        .await
        .unwrap();

    still_exactly_once(&world, computer, ids).await;
}

#[tokio::test]
async fn a_ledger_of_a_newer_ringlog_is_refused_and_left_as_it_is() {
    let world = World::open().await;
    let (computer, _) = after_a_first_sync(&world).await;
    let file = computer.ledger_file();
    let before = world.requests();

    let directory = tempfile::tempdir().unwrap();
    let copy = directory.path().join("ledger.sqlite3");
    let refused = computer
        .try_restart(|_| {
            let connection = rusqlite::Connection::open(&file).unwrap();
            connection
                .pragma_update(None, "user_version", 9_999)
                .unwrap();
            drop(connection);
            fs::copy(&file, &copy).unwrap();
            let newer = Ledger::open(&copy, "2026-05-14T09:00:00Z".parse().unwrap());
            assert!(newer.is_err());
            assert_eq!(fs::read(&copy).unwrap(), fs::read(&file).unwrap());
        })
        .await;

    let Err(problem) = refused else {
        panic!("a newer ledger was opened");
    };
    assert_eq!(problem.code, ProblemCode::NeedsPerson);
    assert!(problem.message.to_string().contains("newer"), "{problem}");
    assert_eq!(world.requests(), before);
}

#[tokio::test]
async fn a_ledger_lost_between_sending_and_settling_logs_no_call_twice() {
    use ringlog_simulator::misbehaviour::Fault;
    use ringlog_simulator::server::System;

    let world = World::open().await;
    let mut computer = world.computer().await;
    let ids = NUMBERS
        .map(|number| world.had(SimulatedCall::inbound(number, world.minutes_ago(60))))
        .into();
    let dynamics = world.office.dataverse.misbehaviour();
    dynamics.plan("$batch", 2, 9, Fault::LoseReply);
    computer.sync().await;
    assert!(
        computer
            .calls()
            .iter()
            .all(|call| call.state == State::Waiting)
    );
    assert_eq!(
        world.office.dataverse.phone_calls().len(),
        2,
        "they did arrive"
    );
    world.recover();

    let computer = computer.without_ledger().await;

    still_exactly_once(&world, computer, ids).await;
}
