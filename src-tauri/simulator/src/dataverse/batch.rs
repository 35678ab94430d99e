//! `$batch`: changesets are all or nothing, everything else is one after the other
//! (`reference/dataverse.md`, section 5).

use std::borrow::Cow;

use http::HeaderMap;
use uuid::Uuid;

use super::address::{self, Resource};
use super::log::Performed;
use super::operation::{Answer, Operation, carry_out};
use super::prefer::Preferences;
use super::references::References;
use super::refusal::Refusal;
use super::state::{Session, State};
use super::switches::FailedChangeset;
use super::tables::Table;

mod multipart;

use multipart::{Item, Part};

/// More operations in one batch are refused.
const OPERATIONS_MAX: usize = 1_000;
/// The longest address of an operation.
const TARGET_BYTES_MAX: usize = 65_536;

/// A carried out batch.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) answer: Answer,
    pub(super) operations: Vec<Performed>,
}

/// Carries out a batch.
///
/// # Errors
/// When it cannot be read; then nothing of it is carried out.
pub(super) fn run(
    state: &mut State,
    session: Session,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Batch, Refusal> {
    let parts = multipart::read(headers, body)?;
    check(&parts)?;
    let continues = Preferences::read(headers).continues_on_error;
    let boundary = format!("batchresponse_{}", state.new_id());
    let mut operations = Vec::new();
    let mut text = Vec::new();
    let mut status = 200;
    for part in &parts {
        text.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        let failed = match part {
            Part::Operation(item) => single(state, session, item, &mut operations, &mut text),
            Part::Changeset(items) => changeset(state, session, items, &mut operations, &mut text),
        };
        if let Some(failed) = failed
            && !continues
        {
            status = failed;
            break;
        }
    }
    text.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok(Batch {
        answer: Answer {
            status,
            headers: vec![
                ("OData-Version", "4.0".to_owned()),
                (
                    "Content-Type",
                    format!("multipart/mixed; boundary={boundary}"),
                ),
            ],
            body: text,
        },
        operations,
    })
}

fn check(parts: &[Part]) -> Result<(), Refusal> {
    let mut count = 0;
    for part in parts {
        let items = match part {
            Part::Operation(item) => std::slice::from_ref(item),
            Part::Changeset(items) => items.as_slice(),
        };
        count += items.len();
        if let Some(item) = items
            .iter()
            .find(|item| item.operation.target.len() > TARGET_BYTES_MAX)
        {
            return Err(Refusal::malformed(format!(
                "The address of a request in the batch has {} characters; {TARGET_BYTES_MAX} are allowed.",
                item.operation.target.len()
            )));
        }
    }
    if count > OPERATIONS_MAX {
        return Err(Refusal::malformed(format!(
            "The batch has {count} requests; {OPERATIONS_MAX} are allowed."
        )));
    }
    Ok(())
}

/// Carries out one operation; its status if it failed.
fn single(
    state: &mut State,
    session: Session,
    item: &Item,
    operations: &mut Vec<Performed>,
    text: &mut Vec<u8>,
) -> Option<u16> {
    let answer = carry_out(state, session, &item.operation, &mut References::default());
    operations.push(performed(&item.operation, answer.status));
    write_part(state, text, None, &answer);
    (!answer.is_success()).then_some(answer.status)
}

/// Carries out a changeset or nothing of it; its status if it failed.
fn changeset(
    state: &mut State,
    session: Session,
    items: &[Item],
    operations: &mut Vec<Performed>,
    text: &mut Vec<u8>,
) -> Option<u16> {
    state.store.begin();
    let mut references = References::default();
    let mut answers = Vec::with_capacity(items.len());
    for item in items {
        let answer = one_of_changeset(state, session, item, &mut references);
        if answer.is_success() {
            answers.push((item, answer));
            continue;
        }
        state.store.roll_back();
        operations.extend(
            items
                .iter()
                .map(|item| performed(&item.operation, answer.status)),
        );
        match state.switches.failed_changeset {
            FailedChangeset::Bare => write_part(state, text, None, &answer),
            FailedChangeset::Nested => {
                write_changeset(state, text, &[(item, answer.clone())]);
            }
        }
        return Some(answer.status);
    }
    state.store.commit();
    operations.extend(
        answers
            .iter()
            .map(|(item, answer)| performed(&item.operation, answer.status)),
    );
    write_changeset(state, text, &answers);
    None
}

fn one_of_changeset(
    state: &mut State,
    session: Session,
    item: &Item,
    references: &mut References,
) -> Answer {
    let operation = match addressed(&item.operation, references) {
        Ok(operation) => operation,
        Err(refusal) => return Answer::refused(&refusal),
    };
    let created_before = references.created.len();
    let answer = carry_out(state, session, &operation, references);
    let created = references.created.get(created_before).copied();
    let record = created.or_else(|| changed(&operation));
    if let (Some(content_id), Some(record)) = (&item.content_id, record) {
        references.records.insert(format!("${content_id}"), record);
    }
    answer
}

/// The operation with a `$1` in its address replaced by the record it stands for.
fn addressed<'a>(
    operation: &'a Operation,
    references: &References,
) -> Result<Cow<'a, Operation>, Refusal> {
    if !operation.target.starts_with('$') || operation.target.starts_with("$batch") {
        return Ok(Cow::Borrowed(operation));
    }
    let (table, id) = references.record(&operation.target)?;
    Ok(Cow::Owned(Operation {
        target: format!("{}({id})", table.schema().set),
        ..operation.clone()
    }))
}

/// The record an operation is addressed to.
fn changed(operation: &Operation) -> Option<(Table, Uuid)> {
    match address::read(&operation.target).ok()?.resource {
        Resource::Record(table, id) => Some((table, id)),
        Resource::Set(_)
        | Resource::WhoAmI
        | Resource::Organization
        | Resource::UserPrivilege { .. }
        | Resource::Batch => None,
    }
}

fn performed(operation: &Operation, status: u16) -> Performed {
    Performed {
        method: operation.method.to_string(),
        target: operation.target.clone(),
        status,
    }
}

fn write_changeset(state: &mut State, text: &mut Vec<u8>, answers: &[(&Item, Answer)]) {
    let boundary = format!("changesetresponse_{}", state.new_id());
    text.extend_from_slice(
        format!("Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n").as_bytes(),
    );
    for (item, answer) in answers {
        text.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        write_part(state, text, item.content_id.as_deref(), answer);
    }
    text.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
}

fn write_part(state: &mut State, text: &mut Vec<u8>, content_id: Option<&str>, answer: &Answer) {
    let mut head =
        String::from("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
    if let Some(content_id) = content_id {
        head.push_str(&format!("Content-ID: {content_id}\r\n"));
    }
    let reason = http::StatusCode::from_u16(answer.status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Unknown");
    head.push_str(&format!("\r\nHTTP/1.1 {} {reason}\r\n", answer.status));
    if !answer.is_success() {
        head.push_str(&format!("REQ_ID: {}\r\n", state.new_id()));
    }
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    text.extend_from_slice(head.as_bytes());
    text.extend_from_slice(&answer.body);
    text.extend_from_slice(b"\r\n");
}
