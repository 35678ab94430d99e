//! What the notification server was asked to show, what it answered, and a person who chooses.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use futures_util::StreamExt;
use serde::Serialize;
use tokio::task::JoinHandle;
use zbus::fdo::{DBusProxy, MonitoringProxy};
use zbus::message::{Message, Type};
use zbus::names::BusName;
use zbus::zvariant::{DynamicType, OwnedValue};
use zbus::{Connection, MatchRule, MessageStream, Proxy};

use crate::session::{App, until};

const SERVER: &str = "org.freedesktop.Notifications";
const SERVER_PATH: &str = "/org/freedesktop/Notifications";

/// The arguments of `Notify`.
type Notify = (
    String,
    u32,
    String,
    String,
    String,
    Vec<String>,
    HashMap<String, OwnedValue>,
    i32,
);

/// Everything that is shown from the moment it listens.
pub struct Notifications {
    bus: Connection,
    heard: Arc<Mutex<Heard>>,
    listener: JoinHandle<()>,
}

/// One notification, as it was shown.
#[derive(Clone, Debug)]
pub struct Notification {
    /// Its number at the server.
    pub id: u32,
    /// The name its sender gives itself.
    pub app: String,
    /// Its first line.
    pub summary: String,
    /// Its text.
    pub body: String,
    /// What can be chosen, as key and label; `default` is a click on the notification itself.
    pub actions: Vec<(String, String)>,
    /// What else the server was told.
    pub hints: HashMap<String, OwnedValue>,
    process: u32,
}

#[derive(Default)]
struct Heard {
    /// What was asked but not answered, by the sender and the number of the question.
    asked: HashMap<(String, u32), (u32, Notify)>,
    shown: Vec<Notification>,
    chosen: Vec<(u32, String)>,
    closed: Vec<u32>,
}

impl Notifications {
    /// Begins to listen.
    pub async fn listen() -> Self {
        let bus = Connection::session().await.unwrap();
        let ear = Connection::session().await.unwrap();
        let rules = [
            rule(Type::MethodCall).interface(SERVER).unwrap().build(),
            rule(Type::MethodReturn).sender(SERVER).unwrap().build(),
            rule(Type::Signal).interface(SERVER).unwrap().build(),
        ];
        let stream = MessageStream::from(&ear);
        MonitoringProxy::new(&ear)
            .await
            .unwrap()
            .become_monitor(&rules, 0)
            .await
            .unwrap();
        let heard = Arc::new(Mutex::new(Heard::default()));
        let listener = tokio::spawn(note_all(stream, bus.clone(), Arc::clone(&heard)));
        Self {
            bus,
            heard,
            listener,
        }
    }

    /// Everything the app has shown, oldest first.
    pub fn shown_by(&self, app: &App) -> Vec<Notification> {
        self.shown_by_process(app.id())
    }

    /// Everything that a process has shown, oldest first.
    pub fn shown_by_process(&self, process: u32) -> Vec<Notification> {
        let mut shown = self.heard.lock().unwrap().shown.clone();
        shown.retain(|notification| notification.process == process);
        shown
    }

    /// Waits for a notification of the app that fits.
    pub async fn shown(
        &self,
        app: &App,
        what: &str,
        fits: impl Fn(&Notification) -> bool,
    ) -> Notification {
        until(what, async || {
            self.shown_by(app).into_iter().find(|shown| fits(shown))
        })
        .await
    }

    /// Waits until a notification is gone.
    pub async fn closed(&self, notification: &Notification) {
        until("the notification is closed", async || {
            let heard = self.heard.lock().unwrap();
            heard.closed.contains(&notification.id).then_some(())
        })
        .await;
    }

    /// Chooses one of the actions by its key, as a click would; the notification goes with it.
    ///
    /// The server's menu reads the choice from a file. It leaves open what was acted on, which other servers do not.
    pub async fn choose(&self, notification: &Notification, action: &str) {
        assert!(
            notification.actions.iter().any(|(key, _)| key == action),
            "it has no {action:?}: {notification:?}"
        );
        let runtime = PathBuf::from(std::env::var_os("XDG_RUNTIME_DIR").unwrap());
        let line = format!("[{},{action}]\n", notification.id);
        std::fs::write(runtime.join("chosen-action"), line).unwrap();
        self.ask_server("org.dunstproject.cmd0", "ContextMenuCall", &())
            .await;
        until("the action is heard", async || {
            let heard = self.heard.lock().unwrap();
            let chosen = (notification.id, action.to_owned());
            heard.chosen.contains(&chosen).then_some(())
        })
        .await;
        self.close(notification).await;
    }

    /// Closes it.
    pub async fn close(&self, notification: &Notification) {
        self.ask_server(SERVER, "CloseNotification", &notification.id)
            .await;
        self.closed(notification).await;
    }

    async fn ask_server<B: Serialize + DynamicType>(
        &self,
        interface: &'static str,
        method: &str,
        words: &B,
    ) {
        let server = Proxy::new(&self.bus, SERVER, SERVER_PATH, interface).await;
        let answer: zbus::Result<()> = server.unwrap().call(method, words).await;
        answer.unwrap();
    }
}

impl Drop for Notifications {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

fn rule(kind: Type) -> zbus::match_rule::Builder<'static> {
    MatchRule::builder().msg_type(kind)
}

async fn note_all(mut stream: MessageStream, bus: Connection, heard: Arc<Mutex<Heard>>) {
    let bus = DBusProxy::new(&bus).await.unwrap();
    while let Some(Ok(message)) = stream.next().await {
        let header = message.header();
        let member = header.member().map(|member| member.as_str());
        match (header.message_type(), member) {
            (Type::MethodCall, Some("Notify")) => {
                let sender = BusName::from(header.sender().unwrap().clone());
                let process = bus.get_connection_unix_process_id(sender).await;
                let mut heard = heard.lock().unwrap();
                heard.asked.insert(
                    (header.sender().unwrap().to_string(), number(&message)),
                    (
                        process.unwrap_or_default(),
                        message.body().deserialize().unwrap(),
                    ),
                );
            }
            (Type::MethodReturn, _) => heard.lock().unwrap().note_answer(&message),
            (Type::Signal, Some("ActionInvoked")) => {
                let chosen = message.body().deserialize().unwrap();
                heard.lock().unwrap().chosen.push(chosen);
            }
            (Type::Signal, Some("NotificationClosed")) => {
                let (id, _reason): (u32, u32) = message.body().deserialize().unwrap();
                heard.lock().unwrap().closed.push(id);
            }
            _ => {}
        }
    }
}

impl Heard {
    fn note_answer(&mut self, answer: &Message) {
        let header = answer.header();
        let (Some(asker), Some(question)) = (header.destination(), header.reply_serial()) else {
            return;
        };
        let question = (asker.to_string(), question.get());
        let Some((process, notify)) = self.asked.remove(&question) else {
            return;
        };
        let (app, _replaced, _icon, summary, body, actions, hints, _timeout) = notify;
        self.shown.push(Notification {
            id: answer.body().deserialize().unwrap(),
            app,
            summary,
            body,
            actions: actions
                .chunks_exact(2)
                .map(|pair| (pair[0].clone(), pair[1].clone()))
                .collect(),
            hints,
            process,
        });
    }
}

fn number(message: &Message) -> u32 {
    message.primary_header().serial_num().get()
}
