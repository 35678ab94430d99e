//! The first half of a pass: ask the PBX, understand what it says, record all of it.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ringlog_core::cdr::{Cdr, UnreadableCdr};
use ringlog_core::delivery;
use ringlog_core::normalize::{Normalized, Origin, normalize};
use ringlog_core::poller::{Reading, Seen, Window, gap};
use ringlog_core::settings::Rules;
use ringlog_core::view::SyncReport;

use super::PollError;
use crate::engine::Engine;
use crate::ledger::{LedgerError, Recorded, RecordedCall, RecordedPage};
use crate::ports::{CallSource, Page, PbxError, PbxIdentity};

/// How long what the PBX said about itself is believed.
const IDENTITY_AGE: SignedDuration = SignedDuration::from_hours(24);
/// The same where weather kept some of it back.
const PARTIAL_IDENTITY_AGE: SignedDuration = SignedDuration::from_hours(1);

impl Engine {
    /// Reads the PBX's history from a little before the watermark on and records every record of it.
    ///
    /// A page with the deliveries of its calls is one transaction; the last page's holds the progress and the gap, too.
    ///
    /// # Errors
    /// When the PBX gave no whole answer or the ledger could not be written; what was recorded stays recorded.
    pub(super) async fn poll(
        &mut self,
        source: &dyn CallSource,
        report: &mut SyncReport,
    ) -> Result<(), PollError> {
        self.identify_pbx(source).await?;
        let plan = self.dial_plan()?;
        let now = self.now();
        let (source_name, extension, tenant) =
            (source.source(), source.extension(), source.tenant());
        let progress = self
            .ledger
            .progress(&source_name, &extension)?
            .begun(self.settings().pbx.look_back_hours, now);
        let window = self.poller.window(&progress, now);
        let mut intake = Intake {
            origin: Origin {
                source: &source_name,
                extension: &extension,
                tenant: &tenant,
                plan,
            },
            rules: self.settings().rules.clone(),
            time_zone: self.ports().clock.time_zone(),
            horizon: progress.horizon,
            now,
            seen: Vec::new(),
            oldest_started_at: None,
            is_end_of_history: false,
            new_calls: 0,
            met_known_call: false,
        };

        let mut pages = source.read(window);
        let mut page = pages.next().await?.unwrap_or_default();
        loop {
            report.polled += (page.records.len() + page.unreadable.len()) as u64;
            let (calls, unreadable) = intake.understand(page);
            let following = pages.next().await;
            let is_last = matches!(following, Ok(None));
            let gap = gap(&progress, &intake.reading(window), now).filter(|_| is_last);
            let recorded = self.ledger.record(
                &RecordedPage {
                    source: source_name.clone(),
                    extension: extension.clone(),
                    calls,
                    unreadable,
                    progress: is_last.then(|| progress.after(intake.seen.iter().copied(), now)),
                    gap,
                    backfill: None,
                },
                now,
            )?;
            intake.count(&recorded, report);
            match following? {
                Some(next) => page = next,
                None => break,
            }
        }
        self.poller.succeeded(intake.new_calls, now);
        Ok(())
    }
}

impl Engine {
    /// Asks the PBX about itself once a day: the country code and the e-mail address may be settled there.
    async fn identify_pbx(&mut self, source: &dyn CallSource) -> Result<(), PollError> {
        let (name, extension) = (source.source(), source.extension());
        let now = self.now();
        let known = self.ledger.pbx_identity(&name, &extension)?;
        // An answer from the future was given by a clock that was ahead, and its age is not known.
        let is_fresh =
            |found_at| (SignedDuration::ZERO..IDENTITY_AGE).contains(&now.duration_since(found_at));
        if known.is_some_and(|known| is_fresh(known.found_at)) {
            return Ok(());
        }
        let identity = source.identify().await?;
        self.keep_pbx_identity(source, &identity)?;
        self.refresh_settings()?;
        match identity.told_to_wait {
            Some(fault) => Err(PbxError::Unavailable(fault).into()),
            None => Ok(()),
        }
    }

    /// Keeps what the PBX said about itself; where it did not say all, it is asked again soon.
    pub(crate) fn keep_pbx_identity(
        &mut self,
        source: &dyn CallSource,
        identity: &PbxIdentity,
    ) -> Result<(), LedgerError> {
        let now = self.now();
        let as_of = if identity.is_partial {
            now.saturating_sub(IDENTITY_AGE - PARTIAL_IDENTITY_AGE)
                .unwrap_or(now)
        } else {
            now
        };
        self.ledger
            .set_pbx_identity(&source.source(), &source.extension(), identity, as_of)
    }
}

/// What one reading of the history comes to, page by page.
struct Intake<'a> {
    origin: Origin<'a>,
    rules: Rules,
    time_zone: TimeZone,
    horizon: Option<Timestamp>,
    now: Timestamp,
    seen: Vec<Seen>,
    oldest_started_at: Option<Timestamp>,
    is_end_of_history: bool,
    new_calls: usize,
    met_known_call: bool,
}

impl Intake<'_> {
    fn understand(&mut self, page: Page) -> (Vec<RecordedCall>, Vec<UnreadableCdr>) {
        self.is_end_of_history |= page.is_end_of_history;
        let mut unreadable = page.unreadable;
        let mut calls = Vec::with_capacity(page.records.len());
        for cdr in page.records {
            self.oldest_started_at = match (self.oldest_started_at, cdr.started_at) {
                (Some(oldest), Some(started_at)) => Some(oldest.min(started_at)),
                (oldest, started_at) => oldest.or(started_at),
            };
            if self.is_before_horizon(&cdr) {
                continue;
            }
            match normalize(&cdr, &self.origin) {
                Ok(Normalized::Finished(call)) => {
                    self.seen.push(Seen::Recorded(call.started_at));
                    let delivery = delivery::first(
                        &call,
                        &self.rules,
                        &self.origin.plan,
                        &self.time_zone,
                        self.now,
                    );
                    calls.push(RecordedCall {
                        call,
                        raw: cdr.raw,
                        delivery,
                    });
                }
                Ok(Normalized::Running(call)) => {
                    self.seen.push(Seen::Running(call.started_at));
                    let delivery = delivery::running(&call, self.now);
                    calls.push(RecordedCall {
                        call,
                        raw: cdr.raw,
                        delivery,
                    });
                }
                Err(rejection) => {
                    self.seen.extend(cdr.started_at.map(Seen::Recorded));
                    unreadable.push(UnreadableCdr {
                        problem: rejection.to_string(),
                        raw: cdr.raw,
                    });
                }
            }
        }
        // Pages come newest first, and the ledger numbers calls in their order.
        calls.sort_by_key(|recorded| recorded.call.started_at);
        (calls, unreadable)
    }

    /// A record from before the ledger's time is nobody's business.
    fn is_before_horizon(&self, cdr: &Cdr) -> bool {
        matches!((cdr.started_at, self.horizon), (Some(started_at), Some(horizon)) if started_at < horizon)
    }

    fn count(&mut self, recorded: &Recorded, report: &mut SyncReport) {
        let new = recorded.new.len();
        self.new_calls += new;
        self.met_known_call |= recorded.met_known_call();
        report.new += new as u64;
        report.left_out += recorded.left_out;
    }

    fn reading(&self, window: Window) -> Reading {
        Reading {
            window,
            is_end_of_history: self.is_end_of_history,
            oldest_started_at: self.oldest_started_at,
            met_known_call: self.met_known_call,
        }
    }
}
