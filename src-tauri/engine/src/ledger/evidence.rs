//! What explains how a profile works, for the doctor and the text for support.

use jiff::Timestamp;
use ringlog_core::contact_match::RecordRef;
use ringlog_core::correction::{Correction, Removed};
use ringlog_core::diagnostics::{CallEvidence, Kind, Known, ReasonCount, is_kept_back};
use ringlog_core::reason::Reason;
use rusqlite::Row;

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

    /// The newest calls that are not kept back, newest first, each with its history.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn call_evidence(&self, count: usize) -> Result<Vec<CallEvidence>, LedgerError> {
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
                    || self.is_to_become_private(call.id)?;
                if evidence.len() < count && !is_kept_back {
                    evidence.extend(self.evidence_of(call.id)?);
                }
            }
        }
        Ok(evidence)
    }

    /// The person wants it private, and Dynamics has it still.
    fn is_to_become_private(&self, id: i64) -> Result<bool, LedgerError> {
        let removal = Correction::Removal {
            why: Removed::Private,
        };
        Ok(self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM correction WHERE call = ?1 AND correction = ?2 \
                 AND (due_at IS NOT NULL OR refused IS NOT NULL))",
            )?
            .query_row((id, to_json(&removal)?), |row| row.get(0))?)
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
        for (code, count) in self.reasons(Timestamp::MIN)? {
            if count.reason.as_ref().is_some_and(is_kept_back) {
                let columns = [
                    "remote_number",
                    "remote_written",
                    "remote_name",
                    "record_name",
                    "source_id",
                ];
                for column in columns {
                    let sql = format!("SELECT DISTINCT {column} FROM call WHERE reason_code = ?1");
                    known.extend(
                        self.texts(&sql, [code.as_deref()])?
                            .into_iter()
                            .map(|value| Known {
                                kind: Kind::KeptBack,
                                value,
                            }),
                    );
                }
            }
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
            .prepare_cached(
                "SELECT state, reason_code, min(reason) AS reason, count(*) AS count FROM call \
                 WHERE started_at >= ?1 GROUP BY state, reason_code ORDER BY count DESC, state, reason_code",
            )?
            .query_and_then([micros(since)], |row| {
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
