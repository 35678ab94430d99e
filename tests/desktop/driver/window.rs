//! The app's window as a person uses it: what is found by its role and its name, clicked, typed into and read.

use std::path::PathBuf;
use std::process::Stdio;

use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use jiff::civil::Date;
use serde_json::Value;
use tokio::process::{Child, Command};
use url::{ParseError, Url};

use crate::screen::{Screen, as_png, is_painted, keep_picture};
use crate::session::{App, answer_in_time, free_port, in_time, until};

/// The page in the window of an app, which must have been started to be driven.
pub struct Page {
    client: Client,
    process: u32,
    _driver: Child,
}

/// What a screen reader would say of an element.
#[derive(Debug)]
enum Said {
    Role(String),
    Name(String),
}

impl Page {
    /// Waits for the window, and takes it in hand.
    pub async fn of(app: &App) -> Self {
        let inspector = app.inspector.expect("the app was not started to be driven");
        let port = free_port();
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .arg(format!("--target=127.0.0.1:{inspector}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let address = format!("http://127.0.0.1:{port}");
        let client = until("the window can be driven", async || {
            let builder = ClientBuilder::new(HttpConnector::new());
            builder.connect(&address).await.ok()
        })
        .await;
        Self {
            client,
            process: app.id(),
            _driver: driver,
        }
    }

    /// Lets go of the window; the app goes on.
    pub async fn leave(self) {
        in_time("the window is let go", self.client.close())
            .await
            .unwrap();
    }

    /// Its title.
    pub async fn title(&self) -> String {
        in_time("the window has a title", self.client.title())
            .await
            .unwrap()
    }

    /// Its address.
    pub async fn address(&self) -> Url {
        in_time("the window has an address", self.client.current_url())
            .await
            .unwrap()
    }

    /// All that can be read on it now.
    pub async fn text(&self) -> String {
        // The driver's own reading leaves out what ends in an ellipsis.
        let text = self.run("return document.body.innerText").await;
        text.as_str().unwrap().to_owned()
    }

    /// Waits until it says `text`.
    pub async fn says(&self, text: &str) {
        let mut said = String::new();
        let heard = answer_in_time(async || {
            said = self.text().await;
            said.contains(text).then_some(())
        });
        if heard.await.is_none() {
            panic!("the page does not say {text:?}, but:\n{said}");
        }
    }

    /// Waits for the element that a screen reader calls so, as in `the("button", "Sync now")`.
    pub async fn the(&self, role: &str, name: &str) -> Element {
        until(&format!("there is a {role} {name:?}"), async || {
            self.all(role, name).await.into_iter().next()
        })
        .await
    }

    /// Waits for the element with this `data-testid`.
    pub async fn marked(&self, mark: &str) -> Element {
        let selector = format!("[data-testid={mark:?}]");
        until(&format!("there is {selector}"), async || {
            self.client.find(Locator::Css(&selector)).await.ok()
        })
        .await
    }

    /// Every displayed element that a screen reader calls so, from top to bottom.
    pub async fn all(&self, role: &str, name: &str) -> Vec<Element> {
        self.all_that(role, |called| called == name).await
    }

    async fn all_that(&self, role: &str, fits: impl Fn(&str) -> bool) -> Vec<Element> {
        let selector = selector_of(role);
        let candidates = match self.client.find_all(Locator::Css(&selector)).await {
            Ok(candidates) => candidates,
            // The page was painted anew meanwhile.
            Err(error) if error.is_stale_element_reference() => Vec::new(),
            Err(error) => panic!("{selector}: {error}"),
        };
        let mut found = Vec::new();
        for element in candidates {
            // It may be gone by now.
            if element.is_displayed().await.unwrap_or_default()
                && let Some(name) = self.said(Said::Name, &element).await
                && fits(&name)
                && self.said(Said::Role, &element).await.as_deref() == Some(role)
            {
                found.push(element);
            }
        }
        found
    }

    /// Clicks it as soon as it is there.
    pub async fn click(&self, role: &str, name: &str) {
        until(&format!("the {role} {name:?} is clicked"), async || {
            let element = self.the(role, name).await;
            // It may have been painted anew meanwhile.
            element.click().await.ok()
        })
        .await;
    }

    /// Clicks the last of them: a dialog stands behind everything else in the page.
    pub async fn click_last(&self, role: &str, name: &str) {
        until(
            &format!("the last {role} {name:?} is clicked"),
            async || {
                let element = self.all(role, name).await.pop()?;
                element.click().await.ok()
            },
        )
        .await;
    }

    /// Clicks the first one whose name has these words in it, as a line of a list has that of a person.
    pub async fn click_with(&self, role: &str, words: &str) {
        until(
            &format!("the {role} with {words:?} is clicked"),
            async || {
                let found = self.all_that(role, |name| name.contains(words)).await;
                found.into_iter().next()?.click().await.ok()
            },
        )
        .await;
    }

    /// Types `text` into the field that is called so, in place of what stood there.
    pub async fn fill(&self, name: &str, text: &str) {
        self.fill_the("textbox", name, text).await;
    }

    /// The same for a field of another role.
    pub async fn fill_the(&self, role: &str, name: &str, text: &str) {
        until(&format!("the field {name:?} is filled"), async || {
            let field = self.the(role, name).await;
            field.clear().await.ok()?;
            field.send_keys(text).await.ok()
        })
        .await;
    }

    /// Types a day into the field that is called so: month, day and year, as the field of an English session has them.
    pub async fn fill_day(&self, name: &str, day: Date) {
        let numbers = day.strftime("%m/%d/%Y").to_string();
        let value = in_time(&format!("the day {name:?} is typed"), async {
            let field = self.the("textbox", name).await;
            field.send_keys(&numbers).await.unwrap();
            field.prop("value").await.unwrap()
        })
        .await;
        assert_eq!(value, Some(day.to_string()), "{name}");
    }

    /// Waits for a message that is read out at once, and gives its words.
    pub async fn alert(&self) -> String {
        until("the page has an alert", async || {
            let alert = self.client.find(Locator::Css("[role=alert]")).await.ok()?;
            alert.text().await.ok().filter(|text| !text.is_empty())
        })
        .await
    }

    /// Waits until a script in the page returns something.
    pub async fn until_run(&self, script: &str, what: &str) -> Value {
        until(what, async || {
            Some(self.run(script).await).filter(|value| !value.is_null())
        })
        .await
    }

    /// Types `text` into the empty field that is called so, and presses Enter.
    pub async fn fill_and_enter(&self, name: &str, text: &str) {
        self.fill(name, text).await;
        let enter = char::from(Key::Enter).to_string();
        in_time("Enter is pressed", async {
            let field = self.the("textbox", name).await;
            field.send_keys(&enter).await.unwrap();
        })
        .await;
    }

    /// What the body of an asynchronous function returns, or as a text why it did not.
    pub async fn run_async(&self, body: &str) -> Result<Value, String> {
        let script = format!(
            "const told = arguments[0];\
             (async () => {{ {body} }})().then(\
             (value) => told({{ value: value ?? null }}),\
             (error) => told({{ error: String(error?.message ?? error) }}));"
        );
        let told = self.client.execute_async(&script, Vec::new());
        let mut told = in_time("the page answers", told).await.unwrap();
        match told.get_mut("error") {
            Some(error) => Err(error.as_str().unwrap().to_owned()),
            None => Ok(told["value"].take()),
        }
    }

    /// What a script in the page returns.
    pub async fn run(&self, script: &str) -> Value {
        let answer = self.client.execute(script, Vec::new());
        in_time("a script in the page answers", answer)
            .await
            .unwrap()
    }

    /// Keeps a picture of the page as `NAME.png`, and says where.
    pub async fn picture(&self, name: &str) -> PathBuf {
        let (pixels, size) = self.painted().await;
        keep_picture(name, &as_png(&pixels, size))
    }

    /// The pixels of the page and its width and height, once something is painted and nothing moves any more.
    ///
    /// They are those of the screen: WebKit's own driver waits for ever for a page the processor paints.
    pub async fn painted(&self) -> (Vec<u8>, (u16, u16)) {
        let screen = Screen::look();
        let mut before = Vec::new();
        until("the page is painted", async || {
            let window = screen.windows_of_process(self.process).pop()?;
            let pixels = screen.glimpse_of(&window)?;
            let is_calm = is_painted(&pixels) && pixels == before;
            before.clone_from(&pixels);
            is_calm.then_some((pixels, window.size))
        })
        .await
    }

    async fn said(&self, what: fn(String) -> Said, element: &Element) -> Option<String> {
        let answer = self
            .client
            .issue_cmd(what(element.element_id().to_string()));
        answer.await.ok()?.as_str().map(str::to_owned)
    }
}

impl WebDriverCompatibleCommand for Said {
    fn endpoint(&self, driver: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let (element, question) = match self {
            Self::Role(element) => (element, "computedrole"),
            Self::Name(element) => (element, "computedlabel"),
        };
        let session = session.unwrap_or_default();
        driver.join(&format!("session/{session}/element/{element}/{question}"))
    }

    fn method_and_body(&self, _url: &Url) -> (Method, Option<String>) {
        (Method::GET, None)
    }
}

/// The elements that can have a role at all, so that not every element of a page is asked for its own.
fn selector_of(role: &str) -> String {
    let native = match role {
        "button" => "button, summary, input[type=button], input[type=submit]",
        "checkbox" => "input[type=checkbox]",
        "combobox" => "select, input[list]",
        "heading" => "h1, h2, h3, h4, h5, h6",
        "link" => "a[href]",
        "listitem" => "li",
        "progressbar" => "progress",
        "radio" => "input[type=radio]",
        "row" => "tr",
        "searchbox" => "input[type=search]",
        "textbox" => "textarea, input:not([type=checkbox], [type=radio], [type=button])",
        _ => return format!("[role={role}], {role}"),
    };
    format!("{native}, [role={role}]")
}
