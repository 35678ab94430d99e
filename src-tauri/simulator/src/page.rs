//! How every page of the simulator looks in a browser: small, calm, without anything from elsewhere.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};

/// Colours follow the browser's light or dark scheme; the focus of the keyboard is always visible.
const STYLE: &str = "\
:root{color-scheme:light dark;--line:light-dark(#d5d9de,#3c4148);--soft:light-dark(#5a626b,#a2abb5);\
--card:light-dark(#fff,#1e2227);--ground:light-dark(#f3f4f6,#14171a);--accent:light-dark(#0b57a4,#8ec5ff)}\
*{box-sizing:border-box}\
body{margin:0;background:var(--ground);font:1rem/1.5 system-ui,sans-serif}\
main{max-width:64rem;margin:0 auto;padding:1.5rem 1rem 4rem}\
main.card{max-width:30rem;margin:8vh auto;padding:1.5rem 2rem 2rem;background:var(--card);\
border:1px solid var(--line);border-radius:.75rem}\
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.1rem;margin:2rem 0 .5rem}\
.banner,.soft{color:var(--soft);font-size:.9rem}\
a{color:var(--accent)}code{overflow-wrap:anywhere}\
form{margin:0}.choices{display:flex;flex-wrap:wrap;gap:.5rem}form.card-choices{display:grid;gap:.5rem;margin-top:1.5rem}\
button{font:inherit;color:inherit;text-align:left;padding:.5rem .9rem;cursor:pointer;background:var(--card);\
border:1px solid var(--line);border-radius:.5rem}\
button:hover{border-color:var(--accent)}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}\
.scroll{overflow-x:auto}table{width:100%;border-collapse:collapse;background:var(--card)}\
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border:1px solid var(--line)}\
td{overflow-wrap:anywhere}";

/// Nothing from elsewhere is loaded; what a page says itself may run.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'";

/// A whole page; `title` is plain text, `body` is HTML.
pub(crate) fn html(status: StatusCode, title: &str, body: &str) -> Response<Bytes> {
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{}</title><style>{STYLE}</style></head><body>{body}</body></html>",
        escaped(title)
    );
    let mut answer = Response::new(Bytes::from(page));
    *answer.status_mut() = status;
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ] {
        answer
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    answer
}

/// Plain text as it stands in HTML, attributes included.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\r', "&#13;")
        .replace('\n', "&#10;")
}

/// A table with a heading for each column; the cells are HTML.
pub(crate) fn table<const COLUMNS: usize>(
    caption: &str,
    headings: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> String {
    let headings = headings.map(|heading| format!("<th scope=\"col\">{}</th>", escaped(heading)));
    let rows: String = rows
        .into_iter()
        .map(|row| {
            format!(
                "<tr>{}</tr>",
                row.map(|cell| format!("<td>{cell}</td>")).concat()
            )
        })
        .collect();
    format!(
        "<div class=\"scroll\"><table aria-label=\"{}\"><thead><tr>{}</tr></thead><tbody>{rows}</tbody></table></div>",
        escaped(caption),
        headings.concat(),
    )
}

/// A table of names and values; the values are HTML.
pub(crate) fn facts(caption: &str, facts: &[(&str, String)]) -> String {
    let rows: String = facts
        .iter()
        .map(|(name, value)| {
            format!(
                "<tr><th scope=\"row\">{}</th><td>{value}</td></tr>",
                escaped(name)
            )
        })
        .collect();
    format!(
        "<div class=\"scroll\"><table aria-label=\"{}\"><tbody>{rows}</tbody></table></div>",
        escaped(caption)
    )
}
