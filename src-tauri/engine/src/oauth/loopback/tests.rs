//! The listener against a browser, strangers and silence.

use ringlog_simulator::entra::browser::{Page, load};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use url::Url;

use super::*;

const LIMIT: Duration = Duration::from_secs(300);
const STATE: &str = "the right state";

async fn never() {
    std::future::pending().await
}

/// A listener that waits, and its address.
async fn waiting() -> (Url, tokio::task::JoinHandle<Result<Answer, Ended>>) {
    let listener = Listener::bind().await.unwrap();
    let url = Url::parse(&listener.redirect_uri()).unwrap();
    let task = tokio::spawn(listener.answer(STATE, LIMIT, never()));
    (url, task)
}

async fn get(url: &Url, target: &str) -> Page {
    load(&url.join(target).unwrap(), "GET", None).await.unwrap()
}

#[tokio::test]
async fn a_form_post_with_the_right_state_is_the_answer() {
    let (url, task) = waiting().await;
    let page = load(
        &url,
        "POST",
        Some("code=abc%2B1&state=the+right+state&session_state=x"),
    )
    .await
    .unwrap();
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("You can return to the application"));
    assert!(!page.body.contains("<script") && !page.body.contains("abc"));
    assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
    assert!(
        page.headers
            .get("content-security-policy")
            .unwrap()
            .starts_with("default-src 'none'")
    );
    let answer = task.await.unwrap().unwrap();
    assert_eq!(answer.code().unwrap().expose(), "abc+1");
    assert!(!format!("{answer:?}").contains("abc"));
}

#[tokio::test]
async fn a_query_with_the_right_state_is_the_answer() {
    let (url, task) = waiting().await;
    let page = get(
        &url,
        "/?error=access_denied&error_description=%3Cb%3E&state=the%20right%20state",
    )
    .await;
    assert!(page.body.contains("That did not work") && !page.body.contains("<b>"));
    assert_eq!(
        task.await.unwrap().unwrap().get("error"),
        Some("access_denied")
    );
}

#[tokio::test]
async fn strangers_are_turned_away_and_do_not_end_the_attempt() {
    let (url, task) = waiting().await;
    let form = Some("code=abc&state=the+right+state");
    let status = async |method: &str, target: &str, form: Option<&str>| {
        let page = load(&url.join(target).unwrap(), method, form)
            .await
            .unwrap();
        page.status.as_u16()
    };
    assert_eq!(status("GET", "/favicon.ico", None).await, 404);
    assert_eq!(status("GET", "/", None).await, 400);
    assert_eq!(status("GET", "/?code=abc&state=wrong", None).await, 400);
    assert_eq!(
        status(
            "GET",
            "/?code=a&state=the+right+state&state=the+right+state",
            None
        )
        .await,
        400
    );
    assert_eq!(status("GET", "/?state=the+right+state", None).await, 400);
    assert_eq!(status("POST", "/elsewhere", form).await, 404);
    assert_eq!(status("PUT", "/", form).await, 405);
    assert_eq!(
        status("HEAD", "/?code=abc&state=the+right+state", None).await,
        405
    );
    assert_eq!(status("OPTIONS", "/", None).await, 405);
    let long = "x".repeat(BODY_BYTES_MAX + 1);
    assert_eq!(status("POST", "/", Some(&long)).await, 413);
    let port = url.port().unwrap();
    for (request, expected) in [
        (
            "CONNECT localhost:1 HTTP/1.1\r\nHost: localhost:1\r\n\r\n".to_owned(),
            "HTTP/1.1 400",
        ),
        (
            format!(
                "GET /?code=a&state=the+right+state HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n"
            ),
            "HTTP/1.1 400",
        ),
        (
            format!(
                "POST / HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"
            ),
            "HTTP/1.1 415",
        ),
        (
            format!(
                "GET / HTTP/1.1\r\nHost: localhost:{port}\r\n{}\r\n",
                "a: b\r\n".repeat(100)
            ),
            "HTTP/1.1 431",
        ),
        ("\u{1}garbage\r\n\r\n".to_owned(), "HTTP/1.1 400"),
    ] {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.starts_with(expected), "{request} got {answer}");
    }
    assert!(!task.is_finished());
    assert_eq!(status("POST", "/", form).await, 200);
    assert!(task.await.unwrap().is_ok());
}

#[tokio::test]
async fn silent_connections_do_not_keep_the_answer_out() {
    let (url, task) = waiting().await;
    let port = url.port().unwrap();
    let mut silent = Vec::new();
    for _ in 0..CONNECTIONS_MAX - 1 {
        silent.push(TcpStream::connect(("127.0.0.1", port)).await.unwrap());
    }
    get(&url, "/?code=abc&state=the+right+state").await;
    assert!(task.await.unwrap().is_ok());
}

#[tokio::test(start_paused = true)]
async fn it_ends_when_the_time_is_up() {
    let listener = Listener::bind().await.unwrap();
    let ended = listener.answer(STATE, LIMIT, never()).await;
    assert_eq!(ended.unwrap_err(), Ended::TimedOut);
}

#[tokio::test]
async fn it_ends_at_once_when_cancelled_and_frees_the_port() {
    let listener = Listener::bind().await.unwrap();
    let port = listener.port;
    let ended = listener.answer(STATE, LIMIT, std::future::ready(())).await;
    assert_eq!(ended.unwrap_err(), Ended::Cancelled);
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
}
