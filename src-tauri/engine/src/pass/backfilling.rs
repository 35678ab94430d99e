//! Earlier calls: what would become of them, and taking them on once a person approved (`interfaces.md`, `backfill`).
//!
//! Looking reads the PBX and asks Dynamics, and changes nothing. What is approved is recorded like what a poll returns,
//! without moving what polls go by, and the next pass logs it under the same ids as ever.

use jiff::Timestamp;
use ringlog_core::backfill::{Days, Plan, PlannedCall, Prospect, Span, known_reason};
use ringlog_core::call::Call;
use ringlog_core::cdr::{Cdr, UnreadableCdr};
use ringlog_core::delivery::{self, Delivery};
use ringlog_core::desktop::backfill::DaysAsked;
use ringlog_core::desktop::facts::Doing;
use ringlog_core::normalize::{Normalized, Origin, normalize};
use ringlog_core::phone_call::Words;
use ringlog_core::phrase::Phrase;
use ringlog_core::poller::Window;
use ringlog_core::view::SyncReport;

use super::PollError;
use super::deciding::Decided;
use super::delivering::{CALLS_PER_BATCH, DeliverError, Destination};
use crate::engine::Engine;
use crate::ledger::{DueCall, LedgerError, RecordedCall, RecordedPage, Settled, UnreadBackfill};
use crate::ports::CallSource;
use crate::problem::{Problem, ProblemCode};

/// What the PBX has of a span.
#[derive(Default)]
struct Earlier {
    finished: Vec<(Call, String)>,
    unreadable: Vec<UnreadableCdr>,
    oldest_started_at: Option<Timestamp>,
    is_end_of_history: bool,
}

impl Engine {
    /// The days a person asks for, in their time zone.
    ///
    /// # Errors
    /// When they are none that can be looked at.
    pub fn days(&self, asked: &DaysAsked) -> Result<Days, Problem> {
        let today = self.now().to_zoned(self.clock().time_zone()).date();
        Days::new(asked.from, asked.to, today)
            .map_err(|refused| Problem::new(ProblemCode::Settings, refused.phrase()))
    }

    /// What would become of the calls of some days; nothing is written anywhere.
    ///
    /// # Errors
    /// When the PBX or Dynamics cannot be asked, or nobody is linked.
    pub async fn look_back(&mut self, days: Days) -> Result<Plan, Problem> {
        self.require_settings()?;
        let span = days.span(&self.clock().time_zone());
        let earlier = self.read_earlier(span).await?;
        let mut planned: Vec<PlannedCall> = earlier
            .unreadable
            .iter()
            .map(|cdr| PlannedCall::unreadable(&cdr.problem))
            .collect();
        let mut due = Vec::new();
        let plan = self.dial_plan()?;
        let time_zone = self.ports().clock.time_zone();
        for (call, _) in earlier.finished {
            if let Some(state) = self.ledger.state_of_key(&call.key)? {
                let mut known = PlannedCall::of(&call, Prospect::Known, None);
                known.reason = Some(known_reason(state));
                planned.push(known);
                continue;
            }
            let first =
                delivery::first(&call, &self.settings().rules, &plan, &time_zone, self.now());
            if let Delivery::LeftOut { reason } = first {
                planned.push(PlannedCall::of(&call, Prospect::LeaveOut, Some(&reason)));
            } else {
                due.push(pretended(due.len(), call, first));
            }
        }
        planned.extend(self.foresee(&due).await?);
        let history_begins_at = earlier
            .oldest_started_at
            .filter(|oldest| earlier.is_end_of_history && *oldest > span.from);
        Ok(Plan::new(days, history_begins_at, planned))
    }

    /// Keeps that the calls of some days were approved, and gives the backfill's number: the passes that follow record
    /// and log them.
    ///
    /// # Errors
    /// When it could not be kept, or the PBX is not set up.
    pub async fn approve_backfill(&mut self, days: Days) -> Result<i64, Problem> {
        self.require_settings()?;
        let source = self.call_source().await?;
        let span = days.span(&self.clock().time_zone());
        let now = self.now();
        Ok(self
            .ledger
            .approve_backfill(&source.source(), &source.extension(), days, span, now)?)
    }

    /// Records the calls of what was approved.
    ///
    /// # Errors
    /// When the PBX cannot be read to the end; the rest is read by itself later, which the problem says.
    pub async fn read_backfills(&mut self) -> Result<(), Problem> {
        let read = self.read_approved().await;
        read.map_err(|mut problem| {
            problem.message = problem.message.then(Phrase::new("backfill-read-later"));
            problem
        })
    }

    async fn read_approved(&mut self) -> Result<(), Problem> {
        if self.is_pbx_refused()? {
            return Err(self.pbx_refused());
        }
        let source = self.call_source().await?;
        match self
            .record_backfills(&*source, &mut SyncReport::default())
            .await
        {
            Ok(()) => Ok(()),
            Err(error) => Err(self.pbx_told(error)?),
        }
    }

    /// What keeps the PBX from being read, as a person is told; the light is told as well.
    fn pbx_told(&mut self, error: PollError) -> Result<Problem, LedgerError> {
        Ok(match error {
            PollError::Pbx(error) => {
                self.note_pbx_error(&error)?;
                error.into()
            }
            PollError::RefusedBefore => self.pbx_refused(),
            PollError::Ledger(error) => return Err(error),
            PollError::Problem(problem) => problem,
        })
    }

    /// Ends what was approved and is not through: what was never sent is left out, and can be approved again.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn end_backfills(&mut self) -> Result<usize, Problem> {
        let now = self.now();
        Ok(self.ledger.end_backfills(now)?)
    }

    /// Records the calls of every approved backfill that is not recorded to its end.
    pub(super) async fn record_backfills(
        &mut self,
        source: &dyn CallSource,
        report: &mut SyncReport,
    ) -> Result<(), PollError> {
        while let Some(backfill) = self.ledger.unread_backfill()? {
            let is_here =
                backfill.source == source.source() && backfill.extension == source.extension();
            if is_here {
                self.record_backfill(source, &backfill, report).await?;
            } else {
                tracing::warn!("a backfill of another extension is not read");
            }
            let now = self.now();
            self.ledger.set_backfill_read(backfill.id, now)?;
        }
        Ok(())
    }

    async fn record_backfill(
        &mut self,
        source: &dyn CallSource,
        backfill: &UnreadBackfill,
        report: &mut SyncReport,
    ) -> Result<(), PollError> {
        let plan = self.dial_plan()?;
        let (name, extension, tenant) = (source.source(), source.extension(), source.tenant());
        let origin = Origin {
            source: &name,
            extension: &extension,
            tenant: &tenant,
            plan,
        };
        let rules = self.settings().rules.clone();
        let time_zone = self.ports().clock.time_zone();
        let mut pages = source.read(Window {
            from: backfill.span.from,
        });
        while let Some(page) = pages.next().await? {
            report.polled += (page.records.len() + page.unreadable.len()) as u64;
            let mut earlier = Earlier {
                unreadable: page.unreadable,
                ..Earlier::default()
            };
            for cdr in page.records {
                earlier.take(cdr, backfill.span, &origin);
            }
            let now = self.now();
            let calls = earlier
                .finished
                .into_iter()
                .map(|(call, raw)| RecordedCall {
                    delivery: delivery::first(&call, &rules, &origin.plan, &time_zone, now),
                    call,
                    raw,
                })
                .collect();
            let recorded = self.ledger.record(
                &RecordedPage {
                    source: name.clone(),
                    extension: extension.clone(),
                    calls,
                    unreadable: earlier.unreadable,
                    progress: None,
                    gap: None,
                    backfill: Some(backfill.id),
                },
                now,
            )?;
            report.new += recorded.new.len() as u64;
            report.left_out += recorded.left_out;
        }
        Ok(())
    }

    /// Everything the PBX has of a span, in memory: some days of one extension.
    async fn read_earlier(&mut self, span: Span) -> Result<Earlier, Problem> {
        if self.is_pbx_refused()? {
            return Err(self.pbx_refused());
        }
        let source = self.call_source().await?;
        match self.read_pages(&*source, span).await {
            Ok(earlier) => Ok(earlier),
            Err(error) => Err(self.pbx_told(error)?),
        }
    }

    async fn read_pages(
        &mut self,
        source: &dyn CallSource,
        span: Span,
    ) -> Result<Earlier, PollError> {
        let plan = self.dial_plan()?;
        let (name, extension, tenant) = (source.source(), source.extension(), source.tenant());
        let origin = Origin {
            source: &name,
            extension: &extension,
            tenant: &tenant,
            plan,
        };
        let mut earlier = Earlier::default();
        let mut records = 0;
        let mut pages = source.read(Window { from: span.from });
        while let Some(page) = pages.next().await? {
            records += page.records.len() as u64;
            earlier.is_end_of_history |= page.is_end_of_history;
            earlier.unreadable.extend(page.unreadable);
            for cdr in page.records {
                earlier.take(cdr, span, &origin);
            }
            self.reporter().doing(Doing::LookingBack { records });
        }
        Ok(earlier)
    }

    /// What would be done about calls that are due, batch after batch.
    async fn foresee(&mut self, due: &[DueCall]) -> Result<Vec<PlannedCall>, Problem> {
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let to = self.destination().await.map_err(told)?;
        let mut planned = Vec::with_capacity(due.len());
        for batch in due.chunks(CALLS_PER_BATCH as usize) {
            let calls: Vec<Call> = batch.iter().map(|due| due.call.clone()).collect();
            let found = self.look_up(&to, batch, &calls).await.map_err(told)??;
            let decided = self.decide(&to, batch, &calls, &found).map_err(told)?;
            if let Some(fault) = decided.fault {
                return Err(fault.into());
            }
            planned.extend(foreseen(&decided, batch));
        }
        Ok(planned)
    }

    /// Where the calls of the linked account go.
    async fn destination(&mut self) -> Result<Destination, DeliverError> {
        let account = self.account_to_write()?;
        self.destination_of(account).await
    }
}

impl Earlier {
    /// Takes a record that began within `span`, or does not say when; one that is still going on is no earlier call.
    fn take(&mut self, cdr: Cdr, span: Span, origin: &Origin<'_>) {
        if let Some(started_at) = cdr.started_at {
            self.oldest_started_at = Some(
                self.oldest_started_at
                    .map_or(started_at, |oldest| oldest.min(started_at)),
            );
            if !span.has(started_at) {
                return;
            }
        }
        match normalize(&cdr, origin) {
            Ok(Normalized::Finished(call)) => self.finished.push((call, cdr.raw)),
            Ok(Normalized::Running(_)) => {}
            Err(rejection) => self.unreadable.push(UnreadableCdr {
                problem: rejection.to_string(),
                raw: cdr.raw,
            }),
        }
    }
}

/// A call as if it were in the ledger and due; its place stands for its number.
fn pretended(place: usize, call: Call, delivery: Delivery) -> DueCall {
    DueCall {
        id: i64::try_from(place).unwrap_or(i64::MAX),
        call,
        delivery,
        attempts: 0,
        is_begun: false,
        is_wanted: false,
        choice: None,
        words: Words::default(),
        asked_until: None,
    }
}

fn foreseen(decided: &Decided<'_>, due: &[DueCall]) -> Vec<PlannedCall> {
    let written = decided.writes.iter().map(|write| {
        let planned = PlannedCall::of(&write.due.call, Prospect::Log, write.note.as_ref());
        match &write.regarding {
            Some(record) => planned.on(record, write.new_contact.is_some()),
            None => planned,
        }
    });
    let settled = decided.settled.iter().filter_map(|settled| {
        let due = due.iter().find(|due| due.id == settled.id)?;
        Some(settled_prospect(&due.call, settled))
    });
    written.chain(settled).collect()
}

fn settled_prospect(call: &Call, settled: &Settled) -> PlannedCall {
    match &settled.delivery {
        Delivery::Logged { record, reason, .. } => {
            let planned = PlannedCall::of(call, Prospect::AlreadyLogged, reason.as_ref());
            match record {
                Some(record) => planned.on(record, false),
                None => planned,
            }
        }
        Delivery::NeedsYou { reason, .. } => PlannedCall::of(call, Prospect::Ask, Some(reason)),
        Delivery::LeftOut { reason } => PlannedCall::of(call, Prospect::LeaveOut, Some(reason)),
        Delivery::Waiting { reason, .. } | Delivery::Failed { reason, .. } => {
            PlannedCall::of(call, Prospect::Log, Some(reason))
        }
    }
}

/// What keeps Dynamics from being asked, as a person is told.
fn told(error: DeliverError) -> Problem {
    match error {
        DeliverError::Dynamics(fault) => fault.into(),
        DeliverError::Token(error) => error.into(),
        DeliverError::NotLinked => Problem::not_linked(),
        DeliverError::LinkedElsewhere(problem)
        | DeliverError::OwnerUnclear(problem)
        | DeliverError::Problem(problem) => problem,
        DeliverError::Ledger(error) => error.into(),
    }
}
