//! What explains how a profile works, for the doctor and the text for support.

use jiff::Timestamp;
use ringlog_core::checkup::corrections::{NotDone, Waiting};
use ringlog_core::contact_match::RecordRef;
use ringlog_core::correction::{Correction, Removed};
use ringlog_core::diagnostics::{CallEvidence, Kind, Known, ReasonCount, is_kept_back};
use ringlog_core::reason::Reason;
use rusqlite::Row;

use super::deliveries::ids;
use super::row::{from_json, micros, optional_time_of, parse, time_of, to_json};
use super::{CallQuery, Ledger, LedgerError};

/// What the PBX wrote of the other side: names and numbers.
const OF_OTHER_SIDE: [&str; 2] = [
    "SELECT DISTINCT remote_written FROM call",
    "SELECT DISTINCT remote_name FROM call",
];
/// Every other column with something personal, and what it is.
const PERSONAL: [(Kind, &str); 21] = [
    (Kind::Number, "SELECT number FROM choice"),
    (Kind::Name, "SELECT record_name FROM choice"),
    (Kind::Company, "SELECT record_company FROM choice"),
    (Kind::Number, "SELECT DISTINCT remote_number FROM call"),
    (
        Kind::Extension,
        "SELECT DISTINCT remote_extension FROM call",
    ),
    (Kind::Extension, "SELECT DISTINCT extension FROM call"),
    (Kind::Extension, "SELECT extension FROM progress"),
    (Kind::Host, "SELECT DISTINCT source FROM call"),
    (Kind::Host, "SELECT source FROM progress"),
    (Kind::Id, "SELECT DISTINCT source_id FROM call"),
    (Kind::Id, "SELECT DISTINCT organization FROM call"),
    (Kind::Name, "SELECT DISTINCT record_name FROM call"),
    (Kind::Company, "SELECT DISTINCT record_company FROM call"),
    (Kind::Mail, "SELECT email FROM pbx_identity"),
    (Kind::Name, "SELECT name FROM pbx_identity"),
    (Kind::Mail, "SELECT account FROM login"),
    (Kind::Mail, "SELECT email FROM owner"),
    (Kind::Name, "SELECT name FROM owner"),
    (
        Kind::Name,
        "SELECT DISTINCT detail ->> '$.arguments.name.text' FROM history",
    ),
    (
        Kind::Mail,
        "SELECT value FROM account, json_tree(account.state) WHERE key IN ('user_name', 'email')",
    ),
    (
        Kind::Name,
        "SELECT value FROM account, json_tree(account.state) WHERE key = 'full_name'",
    ),
];

/// What is asked of a call that is to be private and stands in Dynamics.
const PRIVATE: Correction = Correction::Removal {
    why: Removed::Private,
};
/// The calls a person wants private and Dynamics has still, given [`PRIVATE`].
const TO_BECOME_PRIVATE: &str = "SELECT call FROM correction WHERE correction = ?1 AND (due_at IS NOT NULL OR refused IS NOT NULL)";
/// What tells whose a call is.
const OF_CALL: [&str; 5] = [
    "remote_number",
    "remote_written",
    "remote_name",
    "record_name",
    "source_id",
];

impl Ledger {
    /// What the stand-ins of this ledger are made with.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn stand_in_key(&self) -> Result<Vec<u8>, LedgerError> {
        Ok(self
            .connection
            .prepare_cached("SELECT key FROM stand_in_key")?
            .query_row((), |row| row.get(0))?)
    }

    /// How many calls that began at `since` or later stand in which state, for which reason; the most first.
    ///
    /// Those that are to become private are not counted: where such a call stands now, it will not stay.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn reasons_since(&self, since: Timestamp) -> Result<Vec<ReasonCount>, LedgerError> {
        Ok(self
            .reasons(since)?
            .into_iter()
            .map(|(_, count)| count)
            .collect())
    }

    /// Since when the call waits that has waited longest, and what for; one that goes on does not wait.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn waiting_longest(&self) -> Result<Option<(Timestamp, Reason)>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT recorded_at, reason FROM call \
                 WHERE state = 'waiting' AND reason_code <> 'still_running' ORDER BY recorded_at LIMIT 1",
            )?
            .query_and_then((), |row| {
                let reason = from_json("reason", &row.get::<_, String>("reason")?)?;
                Ok((time_of(row, "recorded_at")?, reason))
            })?
            .next()
            .transpose()
    }

    /// What a person asked to be changed and Dynamics does not have yet; `None` if it has everything.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn waiting_corrections(&self) -> Result<Option<Waiting>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT call, asked_at, due_at, attempts > 0 AS is_tried, count(*) OVER () AS count \
                 FROM correction WHERE due_at IS NOT NULL ORDER BY id LIMIT 1",
            )?
            .query_and_then((), |row| {
                Ok(Waiting {
                    count: row.get::<_, i64>("count")?.unsigned_abs(),
                    call: row.get("call")?,
                    asked_at: time_of(row, "asked_at")?,
                    due_at: time_of(row, "due_at")?,
                    is_tried: row.get("is_tried")?,
                })
            })?
            .next()
            .transpose()
    }

    /// What a person asked to be changed since `since` and was not done; not where they asked for something of the kind
    /// later, and not of calls whose record is gone.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn refused_corrections(&self, since: Timestamp) -> Result<Option<NotDone>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT call, refused, correction = ?2 AS is_private, count(*) OVER () AS count \
                 FROM correction AS this JOIN call ON call.id = this.call \
                 WHERE refused IS NOT NULL AND asked_at >= ?1 AND (state = 'logged' OR correction = ?2) \
                 AND NOT EXISTS (SELECT 1 FROM correction AS later WHERE later.call = this.call AND later.id > this.id \
                 AND later.correction ->> '$.kind' = this.correction ->> '$.kind') \
                 ORDER BY this.id DESC LIMIT 1",
            )?
            .query_and_then((micros(since), to_json(&PRIVATE)?), |row| {
                Ok(NotDone {
                    count: row.get::<_, i64>("count")?.unsigned_abs(),
                    call: row.get("call")?,
                    why: from_json("refused", &row.get::<_, String>("refused")?)?,
                    is_private: row.get("is_private")?,
                })
            })?
            .next()
            .transpose()
    }

    /// The newest calls that are not kept back, newest first, each with its history.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn call_evidence(&self, count: usize) -> Result<Vec<CallEvidence>, LedgerError> {
        let to_become_private = ids(&self.connection, TO_BECOME_PRIVATE, [to_json(&PRIVATE)?])?;
        let mut evidence = Vec::new();
        let mut query = CallQuery {
            limit: u32::try_from(count).ok(),
            ..CallQuery::default()
        };
        while evidence.len() < count {
            let calls = self.calls(&query)?;
            let Some(last) = calls.last() else {
                break;
            };
            query.before = Some(last.id);
            for call in calls {
                let is_kept_back = call.reason.as_ref().is_some_and(is_kept_back)
                    || to_become_private.contains(&call.id);
                if evidence.len() < count && !is_kept_back {
                    evidence.extend(self.evidence_of(call.id)?);
                }
            }
        }
        Ok(evidence)
    }

    /// Everything in the ledger that tells whose it is.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn known_values(&self) -> Result<Vec<Known>, LedgerError> {
        let mut known = Vec::new();
        for sql in OF_OTHER_SIDE {
            known.extend(self.texts(sql, ())?.into_iter().map(Known::of_other_side));
        }
        for (kind, sql) in PERSONAL {
            for value in self.texts(sql, ())? {
                let value = match value.split_once(':') {
                    // A source is the kind of PBX and its tenant.
                    Some((_, tenant)) if kind == Kind::Host => tenant.to_owned(),
                    Some(_) | None => value,
                };
                known.push(Known { kind, value });
            }
        }
        let reasons = self.reasons(Timestamp::MIN)?.into_iter();
        let kept_back: Vec<Option<String>> = reasons
            .filter(|(_, count)| count.reason.as_ref().is_some_and(is_kept_back))
            .map(|(code, _)| code)
            .collect();
        for column in OF_CALL {
            let of_calls =
                |condition: &str| format!("SELECT DISTINCT {column} FROM call WHERE {condition}");
            let waiting = of_calls(&format!("id IN ({TO_BECOME_PRIVATE})"));
            let mut values = self.texts(&waiting, [to_json(&PRIVATE)?])?;
            for code in &kept_back {
                values.extend(self.texts(&of_calls("reason_code = ?1"), [code.as_deref()])?);
            }
            known.extend(values.into_iter().map(|value| Known {
                kind: Kind::KeptBack,
                value,
            }));
        }
        known.extend(self.asked_about()?);
        Ok(known)
    }

    /// The records calls ask about, which are named in their reason alone.
    fn asked_about(&self) -> Result<Vec<Known>, LedgerError> {
        let mut known = Vec::new();
        for text in self.texts("SELECT reason FROM call WHERE state = 'needs_you'", ())? {
            let reason: Reason = from_json("reason", &text)?;
            let records: Vec<RecordRef> = if let Reason::SeveralRecords { candidates } = reason {
                candidates
            } else if let Reason::UnknownNumber { near } = reason {
                near.into_iter().map(|near| near.record).collect()
            } else {
                Vec::new()
            };
            for RecordRef { name, company, .. } in records {
                known.push(Known {
                    kind: Kind::Name,
                    value: name,
                });
                known.extend(company.map(|value| Known {
                    kind: Kind::Company,
                    value,
                }));
            }
        }
        Ok(known)
    }

    fn reasons(&self, since: Timestamp) -> Result<Vec<(Option<String>, ReasonCount)>, LedgerError> {
        self.connection
            .prepare_cached(&format!(
                "SELECT state, reason_code, min(reason) AS reason, count(*) AS count FROM call \
                 WHERE id NOT IN ({TO_BECOME_PRIVATE}) AND started_at >= ?2 \
                 GROUP BY state, reason_code ORDER BY count DESC, state, reason_code",
            ))?
            .query_and_then((to_json(&PRIVATE)?, micros(since)), |row| {
                let reason: Option<String> = row.get("reason")?;
                let count = ReasonCount {
                    state: parse("state", &row.get::<_, String>("state")?)?,
                    reason: reason.map(|text| from_json("reason", &text)).transpose()?,
                    count: row.get::<_, i64>("count")?.unsigned_abs(),
                };
                Ok((row.get("reason_code")?, count))
            })?
            .collect()
    }

    fn evidence_of(&self, id: i64) -> Result<Option<CallEvidence>, LedgerError> {
        let Some(call) = self.call(id)? else {
            return Ok(None);
        };
        let mut statement = self
            .connection
            .prepare_cached("SELECT remote_written, attempts, due_at FROM call WHERE id = ?1")?;
        let evidence = statement.query_and_then([id], |row: &Row<'_>| {
            Ok::<_, LedgerError>(CallEvidence {
                call: call.clone(),
                written: row.get("remote_written")?,
                attempts: row.get("attempts")?,
                due_at: optional_time_of(row, "due_at")?,
            })
        })?;
        evidence.into_iter().next().transpose()
    }

    fn texts(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
    ) -> Result<Vec<String>, LedgerError> {
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map(parameters, |row| row.get::<_, Option<String>>(0))?;
        let texts: Vec<Option<String>> = rows.collect::<Result<_, _>>()?;
        Ok(texts.into_iter().flatten().collect())
    }
}
