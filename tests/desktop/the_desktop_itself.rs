//! The desktop the other tests stand on: what they read back from it is what a person would meet.

use std::collections::HashMap;

use futures_util::StreamExt;
use serde_json::json;
use zbus::zvariant::Value;
use zbus::{Connection, Proxy};

use ringlog_desktop_driver::notifications::Notifications;
use ringlog_desktop_driver::screen::Screen;
use ringlog_desktop_driver::session::{Session, in_time, until};

const SERVER: &str = "org.freedesktop.Notifications";

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn a_chosen_action_reaches_who_showed_the_notification() {
    let notifications = Notifications::listen().await;
    let bus = Connection::session().await.unwrap();
    let server = Proxy::new(&bus, SERVER, "/org/freedesktop/Notifications", SERVER);
    let server = server.await.unwrap();
    let mut chosen = server.receive_signal("ActionInvoked").await.unwrap();
    let no_hints: HashMap<&str, Value<'_>> = HashMap::new();
    let actions = ["default", "Open", "private", "It was private"];
    let notify = (
        "Test",
        0_u32,
        "",
        "Mira Holm",
        "was called",
        actions.as_slice(),
        no_hints,
        -1_i32,
    );
    let id: u32 = server.call("Notify", &notify).await.unwrap();

    let shown = until("the notification is heard", async || {
        notifications.shown_by_process(std::process::id()).pop()
    })
    .await;
    Screen::look().picture("a_notification");
    notifications.choose(&shown, "private").await;

    let signal = in_time("the choice arrives", chosen.next()).await.unwrap();
    let signal: (u32, String) = signal.body().deserialize().unwrap();
    assert_eq!(signal, (id, "private".to_owned()));
    assert_eq!((shown.id, shown.summary.as_str()), (id, "Mira Holm"));
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn the_office_is_steered_from_its_front_desk() {
    let session = Session::new();
    let office = session.office().await;

    let calls = office.act("known_customer_calls").await;

    assert_eq!(calls.len(), 1);
    assert_eq!(office.state().await["phone_calls"], json!([]));
    session.write_settings(&office);
    let settings = std::fs::read_to_string(session.profile.join("settings.toml")).unwrap();
    assert!(settings.contains("pbx.extension"), "{settings}");
}
