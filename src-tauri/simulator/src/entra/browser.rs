//! The person and their browser: follows a sign-in page to its end over loopback.

use std::collections::BTreeMap;
use std::io;

use http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::{Url, form_urlencoded};
use uuid::Uuid;

/// Longer chains of pages are a mistake.
const STEPS_MAX: usize = 8;

/// What the person does on the page; the wrong person is just another user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Accepts as this user.
    Approve(Uuid),
    /// Presses Cancel.
    Deny,
    /// Looks at the page and goes away.
    WalkAway,
}

/// The last page the person saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its address.
    pub url: Url,
    /// Its status.
    pub status: StatusCode,
    /// Its headers, names in lower case; of several with one name, the last.
    pub headers: BTreeMap<String, String>,
    /// The cookies it set, by name; the value of one that it deleted is empty.
    pub cookies: BTreeMap<String, String>,
    /// Its text.
    pub body: String,
}

/// Opens `url` and does what `choice` says, until a page comes that leads no further.
///
/// # Errors
/// When a page cannot be had.
pub async fn visit(url: &Url, choice: Choice) -> io::Result<Page> {
    let mut jar = Jar::default();
    let mut page = jar.load(url, "GET", None).await?;
    for _ in 0..STEPS_MAX {
        if let Some(location) = page
            .headers
            .get("location")
            .filter(|_| page.status.is_redirection())
        {
            let next = page.url.join(location).map_err(io::Error::other)?;
            page = jar.load(&next, "GET", None).await?;
            continue;
        }
        let Some(form) = Form::find(&page.body) else {
            return Ok(page);
        };
        let mut fields = form.fields;
        if form.is_question {
            let user = match choice {
                Choice::Approve(user) => user.to_string(),
                Choice::Deny => "deny".to_owned(),
                Choice::WalkAway => return Ok(page),
            };
            fields.push(("user".to_owned(), user));
        }
        let next = page.url.join(&form.action).map_err(io::Error::other)?;
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        page = jar.load(&next, "POST", Some(&body)).await?;
    }
    Err(io::Error::other("the pages lead nowhere"))
}

/// Whether `url` is where the simulated Microsoft asks for a sign-in or for consent, on this computer.
#[must_use]
pub fn is_sign_in_page(url: &Url) -> bool {
    let is_here = url.scheme() == "http"
        && matches!(url.host_str(), Some("127.0.0.1" | "localhost"))
        && url.port().is_some();
    let segments: Vec<&str> = url.path_segments().into_iter().flatten().collect();
    let asks = matches!(
        segments.as_slice(),
        [_, "oauth2", "v2.0", "authorize"] | [_, "v2.0", "adminconsent"]
    );
    is_here && asks
}

/// One plain HTTP/1.1 exchange over loopback, as a browser on this computer makes it.
///
/// # Errors
/// When there is no answer.
pub async fn load(url: &Url, method: &str, form: Option<&str>) -> io::Result<Page> {
    exchange(url, method, form, "").await
}

/// The cookies of one visit, by the origin that set them.
#[derive(Default)]
struct Jar(BTreeMap<String, BTreeMap<String, String>>);

impl Jar {
    async fn load(&mut self, url: &Url, method: &str, form: Option<&str>) -> io::Result<Page> {
        let cookies = self.0.entry(url.origin().ascii_serialization());
        let cookies = cookies.or_default();
        let line = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ");
        let page = exchange(url, method, form, &line).await?;
        cookies.extend(page.cookies.clone());
        cookies.retain(|_, value| !value.is_empty());
        Ok(page)
    }
}

async fn exchange(url: &Url, method: &str, form: Option<&str>, cookies: &str) -> io::Result<Page> {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(80);
    let address = if host == "localhost" {
        "127.0.0.1"
    } else {
        host
    };
    let mut stream = TcpStream::connect((address, port)).await?;
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let mut request = format!(
        "{method} {target} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Language: en\r\nConnection: close\r\n"
    );
    if !cookies.is_empty() {
        request.push_str(&format!("Cookie: {cookies}\r\n"));
    }
    if let Some(form) = form {
        request.push_str("Origin: null\r\nContent-Type: application/x-www-form-urlencoded\r\n");
        request.push_str(&format!("Content-Length: {}\r\n\r\n{form}", form.len()));
    } else {
        request.push_str("\r\n");
    }
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    parsed(url, &String::from_utf8_lossy(&answer))
        .ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "no whole answer"))
}

fn parsed(url: &Url, answer: &str) -> Option<Page> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let cookies = headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .filter_map(|(_, cookie)| cookie.split(';').next()?.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Some(Page {
        url: url.clone(),
        status,
        headers: headers.into_iter().collect(),
        cookies,
        body: body.to_owned(),
    })
}

struct Form {
    action: String,
    fields: Vec<(String, String)>,
    is_question: bool,
}

impl Form {
    fn find(page: &str) -> Option<Self> {
        let (_, form) = page.split_once("<form ")?;
        let (form, _) = form.split_once("</form>")?;
        Some(Self {
            action: attribute(form, "action")?,
            fields: form
                .split("<input ")
                .skip(1)
                .filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?)))
                .collect(),
            is_question: form.contains("name=\"user\""),
        })
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#13;", "\r")
            .replace("&#10;", "\n")
            .replace("&amp;", "&"),
    )
}
