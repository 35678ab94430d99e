//! `$batch`: many operations in one request (`reference/dataverse.md`, section 5).

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue, Method};

mod multipart;

pub use multipart::{Unreadable, read};

/// What one `$batch` may hold.
pub const OPERATIONS_MAX: usize = 1_000;
/// How long an address inside a `$batch` may be.
pub const URL_CHARACTERS_MAX: usize = 65_536;
/// Where the Web API lives in an organization.
pub const SERVICE_ROOT: &str = "/api/data/v9.2/";

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// Its address below [`SERVICE_ROOT`], percent-encoded.
    pub path: String,
    /// Headers beside those every operation has.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// Its JSON.
    pub body: Option<String>,
}

impl Operation {
    /// Reads what is at `path`.
    #[must_use]
    pub fn get(path: String) -> Self {
        Self {
            method: Method::GET,
            path,
            headers: Vec::new(),
            body: None,
        }
    }

    /// Sends `body` to `path`.
    #[must_use]
    pub fn send(method: Method, path: String, body: &serde_json::Value) -> Self {
        Self {
            method,
            path,
            headers: Vec::new(),
            body: Some(body.to_string()),
        }
    }

    /// With a header more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// A part of a `$batch`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// One operation by itself.
    Single(Operation),
    /// Operations that all happen or none.
    Changeset(Vec<Operation>),
}

impl Item {
    fn operations(&self) -> &[Operation] {
        match self {
            Self::Single(operation) => std::slice::from_ref(operation),
            Self::Changeset(operations) => operations,
        }
    }
}

/// The answer to one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationAnswer {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Vec<u8>,
    /// The number of the operation in its changeset.
    pub content_id: Option<String>,
}

impl OperationAnswer {
    /// Whether it was carried out.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// The answer to one part. A failed changeset may answer with a single operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemAnswer {
    /// To an operation by itself, or to a changeset as a whole.
    Single(OperationAnswer),
    /// To each operation of a changeset.
    Changeset(Vec<OperationAnswer>),
}

/// Why a `$batch` cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// More than the server takes.
    #[error("A request to Dynamics holds {0} operations, more than the {OPERATIONS_MAX} it takes.")]
    TooManyOperations(usize),
    /// Longer than the server takes.
    #[error(
        "An address in a request to Dynamics has {0} characters, more than the {URL_CHARACTERS_MAX} it takes."
    )]
    UrlTooLong(usize),
    /// A changeset changes; it does not read.
    #[error("A request to Dynamics reads inside a changeset.")]
    GetInChangeset,
    /// It would break out of its place.
    #[error("A request to Dynamics holds a text that cannot be sent.")]
    Unsafe,
}

/// The `Content-Type` of a `$batch` with this id.
#[must_use]
pub fn content_type(id: &str) -> String {
    format!("multipart/mixed; boundary=\"batch_{id}\"")
}

/// Writes a `$batch`; `id` tells its delimiters from everything inside.
///
/// # Errors
/// When the server would refuse it, or read it as something else.
pub fn write(items: &[Item], id: &str) -> Result<Vec<u8>, Unwritable> {
    let count: usize = items.iter().map(|item| item.operations().len()).sum();
    if count > OPERATIONS_MAX {
        return Err(Unwritable::TooManyOperations(count));
    }
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        text.push_str(&format!("--batch_{id}\r\n"));
        match item {
            Item::Single(operation) => write_operation(&mut text, operation, None, id)?,
            Item::Changeset(operations) => {
                let boundary = format!("changeset_{id}_{index}");
                text.push_str(&format!(
                    "Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n"
                ));
                for (number, operation) in operations.iter().enumerate() {
                    if operation.method == Method::GET {
                        return Err(Unwritable::GetInChangeset);
                    }
                    text.push_str(&format!("--{boundary}\r\n"));
                    write_operation(&mut text, operation, Some(number + 1), id)?;
                }
                text.push_str(&format!("--{boundary}--\r\n"));
            }
        }
    }
    text.push_str(&format!("--batch_{id}--\r\n"));
    Ok(text.into_bytes())
}

fn write_operation(
    text: &mut String,
    operation: &Operation,
    content_id: Option<usize>,
    id: &str,
) -> Result<(), Unwritable> {
    let length = SERVICE_ROOT.len() + operation.path.chars().count();
    if length > URL_CHARACTERS_MAX {
        return Err(Unwritable::UrlTooLong(length));
    }
    let body = operation.body.as_deref().unwrap_or_default();
    let is_safe = operation.path.bytes().all(|byte| byte.is_ascii_graphic())
        && operation
            .headers
            .iter()
            .all(|(_, value)| !value.contains(['\r', '\n']))
        && !body.contains(id);
    if !is_safe {
        return Err(Unwritable::Unsafe);
    }
    text.push_str("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
    if let Some(content_id) = content_id {
        text.push_str(&format!("Content-ID: {content_id}\r\n"));
    }
    text.push_str(&format!(
        "\r\n{} {SERVICE_ROOT}{} HTTP/1.1\r\nAccept: application/json\r\nOData-MaxVersion: 4.0\r\nOData-Version: 4.0\r\n",
        operation.method, operation.path
    ));
    for (name, value) in &operation.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if operation.body.is_some() {
        text.push_str("Content-Type: application/json; type=entry\r\n");
    }
    text.push_str(&format!("\r\n{body}\r\n"));
    Ok(())
}

/// Adds a header line to `headers`; one that is no header is passed over.
fn add_header(headers: &mut HeaderMap, line: &str) {
    if let Some((name, value)) = line.split_once(':')
        && let Ok(name) = HeaderName::from_bytes(name.trim().as_bytes())
        && let Ok(value) = HeaderValue::from_str(value.trim())
    {
        headers.append(name, value);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_batch_is_written_as_documented() {
        let body = serde_json::json!({"statecode": 1});
        let items = [
            Item::Single(Operation::get("contacts?$top=1".to_owned())),
            Item::Changeset(vec![
                Operation::send(Method::PATCH, "phonecalls(1)".to_owned(), &body)
                    .with("If-Match", "*"),
            ]),
        ];
        let text = String::from_utf8(write(&items, "7").unwrap()).unwrap();
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        insta::assert_snapshot!(text.replace('\r', ""), @r#"
        --batch_7
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        GET /api/data/v9.2/contacts?$top=1 HTTP/1.1
        Accept: application/json
        OData-MaxVersion: 4.0
        OData-Version: 4.0


        --batch_7
        Content-Type: multipart/mixed; boundary="changeset_7_1"

        --changeset_7_1
        Content-Type: application/http
        Content-Transfer-Encoding: binary
        Content-ID: 1

        PATCH /api/data/v9.2/phonecalls(1) HTTP/1.1
        Accept: application/json
        OData-MaxVersion: 4.0
        OData-Version: 4.0
        If-Match: *
        Content-Type: application/json; type=entry

        {"statecode":1}
        --changeset_7_1--
        --batch_7--
        "#);
    }

    #[test]
    fn what_the_server_would_refuse_is_not_written() {
        let get = |path: &str| Operation::get(path.to_owned());
        let check = |items: &[Item], expected: Unwritable| {
            assert_eq!(write(items, "7"), Err(expected));
        };
        check(
            &vec![Item::Single(get("a")); 1_001],
            Unwritable::TooManyOperations(1_001),
        );
        check(
            &[Item::Single(get(&"a".repeat(65_536)))],
            Unwritable::UrlTooLong(65_551),
        );
        check(
            &[Item::Changeset(vec![get("a")])],
            Unwritable::GetInChangeset,
        );
        check(&[Item::Single(get("a b"))], Unwritable::Unsafe);
        check(&[Item::Single(get("a\r\nX: y"))], Unwritable::Unsafe);
        let body = serde_json::json!({"a": "--batch_7"});
        check(
            &[Item::Single(Operation::send(
                Method::POST,
                "a".to_owned(),
                &body,
            ))],
            Unwritable::Unsafe,
        );
        assert!(write(&vec![Item::Single(get("a")); 1_000], "7").is_ok());
    }

    proptest! {
        #[test]
        fn whatever_an_operation_holds_stays_in_its_place(
            name in any::<String>(),
            words in "(\r|\n|--batch_7|--changeset_7_0|Content-ID: 1|[ -~]){0,12}",
        ) {
            let body = serde_json::json!({ "subject": name, "description": words });
            let create = Operation::send(Method::POST, "phonecalls".to_owned(), &body);
            let items = [Item::Changeset(vec![create.clone(), create]), Item::Single(Operation::get("a".to_owned()))];
            let Ok(written) = write(&items, "7d1f") else {
                return Err(TestCaseError::fail("it was not written"));
            };
            let text = String::from_utf8(written).unwrap();
            let lines: Vec<&str> = text.split("\r\n").collect();
            prop_assert!(lines.iter().all(|line| !line.contains(['\r', '\n'])));
            let beginning = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
            prop_assert_eq!((beginning("--batch_7d1f"), beginning("--changeset_7d1f")), (3, 3));
            prop_assert_eq!(beginning("Content-ID: "), 2);
            let bodies = lines.iter().filter(|line| line.starts_with('{'));
            for line in bodies.clone() {
                prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(line).unwrap(), &body);
            }
            prop_assert_eq!(bodies.count(), 2);
        }

        #[test]
        fn no_address_and_no_header_begins_a_line_of_its_own(path in any::<String>(), value in any::<String>()) {
            let operation = Operation::get(path).with("Prefer", value);
            if let Ok(written) = write(&[Item::Single(operation)], "7d1f") {
                prop_assert_eq!(String::from_utf8(written).unwrap().lines().count(), 12);
            }
        }
    }
}
