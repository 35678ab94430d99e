//! The desktop the other tests stand on: what they read back from it is what a person would meet.

use std::collections::HashMap;

use futures_util::StreamExt;
use zbus::zvariant::Value;
use zbus::{Connection, Proxy};

use super::notifications::Notifications;
use super::screen::Screen;
use super::session::{in_time, until};

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
