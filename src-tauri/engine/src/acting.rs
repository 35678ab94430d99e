//! What a person does with a call: try again, say whose it was, correct, note, keep private (spec C5, D3, E6).

use ringlog_core::account::{Account, AccountState};
use ringlog_core::call::RecordId;
use ringlog_core::choice::Choice;
use ringlog_core::contact_match::{Entity, RecordRef, Unknown, unknown};
use ringlog_core::correction::{Correction, NOTE_UNITS_MAX, Refused, Removed, note_of, subject_of};
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::{ActOutcome, Acted, CallAction};
use ringlog_core::fault::Fault;
use ringlog_core::phone_call::{NewContact, SUBJECT_UNITS_MAX};
use ringlog_core::phrase::Phrase;
use ringlog_core::reason::Reason;
use ringlog_core::status::Part;

use crate::dynamics::{LookupRules, Search};
use crate::engine::Engine;
use crate::ledger::{CorrectionState, LedgerError, LoggedCall};
use crate::problem::{Problem, ProblemCode};
use crate::status::linked_elsewhere;

impl Engine {
    /// Does with a call what the person asks; what needs Dynamics and cannot reach it is done later by itself.
    ///
    /// # Errors
    /// When the call does not allow it, or it could not be kept.
    pub async fn act(&mut self, id: i64, action: CallAction) -> Result<Acted, Problem> {
        match action {
            CallAction::Retry => {
                self.retry(id)?;
                Ok(done(Phrase::new("acted-retry")))
            }
            CallAction::Log => {
                let now = self.now();
                self.ledger.want(id, now)?;
                Ok(done(Phrase::new("acted-log")))
            }
            CallAction::Choose { entity, id: record } => self.give_to(id, entity, record).await,
            CallAction::ChooseNewContact => self.give_to_new_contact(id).await,
            CallAction::ChooseNobody => {
                let logged = self.logged(id)?;
                match logged.state {
                    State::Logged => {
                        self.correct(id, &logged, Correction::Regarding { record: None })
                            .await
                    }
                    State::Waiting | State::NeedsYou | State::Failed | State::LeftOut => {
                        self.choose(id, &Choice::Nobody)
                    }
                }
            }
            CallAction::Note { text } => self.note(id, &text).await,
            CallAction::Rename { subject } => self.rename(id, &subject).await,
            CallAction::Undo => {
                let logged = self.logged(id)?;
                self.correct(
                    id,
                    &logged,
                    Correction::Removal {
                        why: Removed::Undone,
                    },
                )
                .await
            }
            CallAction::MakePrivate => self.make_private(id).await,
        }
    }

    /// The contacts, accounts and leads a call can be given to, by name or number.
    ///
    /// # Errors
    /// When nobody is linked or Dynamics does not answer.
    pub async fn find_records(&mut self, text: &str) -> Result<Vec<RecordRef>, Problem> {
        let account = self.linked_account()?;
        let plan = self.dial_plan()?;
        let client = self.client_of(&account);
        Ok(client.find_records(text, &plan).await?)
    }

    /// Forgets what was chosen for a number.
    ///
    /// # Errors
    /// When nothing was, or the ledger cannot be written.
    pub fn forget_choice(&mut self, number: &str) -> Result<(), Problem> {
        let account = self.linked_account()?;
        let now = self.now();
        let is_forgotten = self
            .ledger
            .forget(account.organization, number.trim(), now)?;
        if is_forgotten {
            Ok(())
        } else {
            let nothing = Phrase::new("choice-none-for-number").with("number", number.trim());
            Err(Problem::new(ProblemCode::NeedsPerson, nothing))
        }
    }

    fn logged(&self, id: i64) -> Result<LoggedCall, Problem> {
        let known = self.ledger.logged_call(id)?;
        Ok(known.ok_or(LedgerError::NoSuchCall(id))?)
    }

    /// The account whose organization calls stand in.
    fn linked_account(&self) -> Result<Account, Problem> {
        let account = match self.account()? {
            AccountState::Linked { account } | AccountState::NeedsSignIn { account, .. } => account,
            AccountState::Unlinked | AccountState::Linking { .. } => {
                return Err(Problem::not_linked());
            }
        };
        match linked_elsewhere(&account, self.settings()) {
            Some(elsewhere) => Err(Problem::new(
                ProblemCode::SignIn,
                elsewhere.phrase(Part::SignIn),
            )),
            None => Ok(account),
        }
    }

    async fn give_to(
        &mut self,
        id: i64,
        entity: Entity,
        record: RecordId,
    ) -> Result<Acted, Problem> {
        let logged = self.logged(id)?;
        if let Some(why) = self.refused(&logged)? {
            return Ok(not_done(&why));
        }
        let offered = logged.reason.as_ref().map(Reason::candidates);
        let known = offered
            .into_iter()
            .flatten()
            .find(|offered| offered.entity == entity && offered.id == record);
        let record = match known {
            Some(known) => known,
            None => self.existing_record(record).await?,
        };
        match logged.state {
            State::Logged => {
                let correction = Correction::Regarding {
                    record: Some(record),
                };
                self.correct(id, &logged, correction).await
            }
            State::Waiting | State::NeedsYou | State::Failed | State::LeftOut => {
                self.choose(id, &Choice::Record { record })
            }
        }
    }

    /// The record with this id in whichever table, for a call that is to be given to it.
    ///
    /// # Errors
    /// When there is none, Dynamics does not say, or the call is not to be given to anybody.
    pub async fn record_for(&mut self, id: i64, record: RecordId) -> Result<RecordRef, Problem> {
        let logged = self.logged(id)?;
        match self.refused(&logged)? {
            Some(why) => Err(Problem::new(ProblemCode::NeedsPerson, why.phrase())),
            None => self.existing_record(record).await,
        }
    }

    /// The record with this id in whichever table.
    ///
    /// # Errors
    /// When there is none, or Dynamics does not say.
    pub async fn existing_record(&mut self, id: RecordId) -> Result<RecordRef, Problem> {
        let account = self.linked_account()?;
        let client = self.client_of(&account);
        client.record_of_any_table(id).await?.ok_or_else(|| {
            let nobody = Phrase::new("choice-no-such-record").with("id", id.to_string());
            Problem::new(ProblemCode::NeedsPerson, nobody)
        })
    }

    async fn give_to_new_contact(&mut self, id: i64) -> Result<Acted, Problem> {
        let logged = self.logged(id)?;
        if logged.call.remote.number.is_none() {
            let no_number = Phrase::new("choice-needs-number");
            return Err(Problem::new(ProblemCode::NeedsPerson, no_number));
        }
        match logged.state {
            State::Logged => {
                if let Some(why) = self.refused(&logged)? {
                    return Ok(not_done(&why));
                }
                let (record, missing) = self.contact_of_number(&logged).await?;
                let correction = Correction::Regarding {
                    record: Some(record),
                };
                // A contact is not made for nothing.
                if let Some(contact) = missing
                    && self.would_carry_out(&logged, &correction).await?
                {
                    let account = self.linked_account()?;
                    self.client_of(&account).make_contact(&contact).await?;
                }
                self.correct(id, &logged, correction).await
            }
            State::Waiting | State::NeedsYou | State::Failed | State::LeftOut => {
                self.choose(id, &Choice::NewContact)
            }
        }
    }

    /// The contact of a number that every computer would make, and how it is made if it is not there.
    async fn contact_of_number(
        &mut self,
        logged: &LoggedCall,
    ) -> Result<(RecordRef, Option<NewContact>), Problem> {
        let account = self.linked_account()?;
        let plan = self.dial_plan()?;
        let client = self.client_of(&account);
        let rules = self.settings().rules.clone();
        let needs_number =
            || Problem::new(ProblemCode::NeedsPerson, Phrase::new("choice-needs-number"));
        let number = logged
            .call
            .remote
            .number
            .as_ref()
            .ok_or_else(needs_number)?;
        let about = LookupRules {
            rules: &rules,
            plan: &plan,
            organization: account.organization,
            owner: account.user,
            wanted: &[],
            own: &[],
            search: Search::ExactOnly,
        };
        let found = client
            .look_up(std::slice::from_ref(&logged.call), &about)
            .await?;
        let candidates = found.candidates(number).map_err(Fault::clone)?;
        match unknown(account.organization, number, &plan, candidates) {
            Unknown::Known(record) => Ok((record, None)),
            Unknown::Create { id, .. } => {
                let contact = NewContact::compose(&logged.call, number, id);
                let record = RecordRef {
                    entity: Entity::Contact,
                    id,
                    name: contact.full_name(),
                    company: None,
                };
                Ok((record, Some(contact)))
            }
            Unknown::Deactivated(_) => Err(Problem::new(
                ProblemCode::NeedsPerson,
                Reason::ContactDeactivated.phrase(),
            )),
            Unknown::UsedUp => Err(Problem::new(
                ProblemCode::NeedsPerson,
                Phrase::new("choice-contacts-used-up"),
            )),
        }
    }

    fn choose(&mut self, id: i64, choice: &Choice) -> Result<Acted, Problem> {
        let account = self.linked_account()?;
        let now = self.now();
        self.ledger.choose(id, choice, account.organization, now)?;
        Ok(done(Phrase::new("acted-chosen")))
    }

    async fn note(&mut self, id: i64, typed: &str) -> Result<Acted, Problem> {
        let not_allowed = || {
            let limits = Phrase::new("acted-note-limits").with("limit", NOTE_UNITS_MAX);
            Problem::new(ProblemCode::NeedsPerson, limits)
        };
        let text = note_of(typed).ok_or_else(not_allowed)?;
        let logged = self.logged(id)?;
        if logged.state == State::Logged {
            return self.correct(id, &logged, Correction::Note { text }).await;
        }
        let noted: usize = logged
            .words
            .notes
            .iter()
            .chain([&text])
            .map(|note| note.encode_utf16().count())
            .sum();
        if noted > NOTE_UNITS_MAX {
            return Err(not_allowed());
        }
        let now = self.now();
        self.ledger.note_before(id, &text, now)?;
        Ok(done(Phrase::new("acted-kept")))
    }

    async fn rename(&mut self, id: i64, typed: &str) -> Result<Acted, Problem> {
        let text = subject_of(typed).ok_or_else(|| {
            let limits = Phrase::new("acted-subject-limits").with("limit", SUBJECT_UNITS_MAX);
            Problem::new(ProblemCode::NeedsPerson, limits)
        })?;
        let logged = self.logged(id)?;
        if logged.state == State::Logged {
            return self
                .correct(id, &logged, Correction::Subject { text })
                .await;
        }
        let now = self.now();
        self.ledger.rename_before(id, &text, now)?;
        Ok(done(Phrase::new("acted-kept")))
    }

    async fn make_private(&mut self, id: i64) -> Result<Acted, Problem> {
        let logged = self.logged(id)?;
        if logged.state == State::Logged {
            let correction = Correction::Removal {
                why: Removed::Private,
            };
            return self.correct(id, &logged, correction).await;
        }
        let now = self.now();
        let Some(asked) = self.ledger.keep_private(id, now)? else {
            return Ok(done(Phrase::new("acted-private")));
        };
        self.carry_out_corrections().await?;
        Ok(self.answer_to(asked, Phrase::new("acted-private"))?)
    }

    /// Asks for a correction of a logged call, and carries it out if Dynamics can be reached.
    async fn correct(
        &mut self,
        id: i64,
        logged: &LoggedCall,
        correction: Correction,
    ) -> Result<Acted, Problem> {
        if let Some(why) = self.refused(logged)? {
            return Ok(not_done(&why));
        }
        if logged.state != State::Logged {
            return Err(LedgerError::settled(id, logged.state).into());
        }
        self.linked_account()?;
        let now = self.now();
        let asked = self.ledger.ask_correction(id, &correction, now)?;
        self.carry_out_corrections().await?;
        Ok(self.answer_to(asked, Phrase::new("acted-corrected"))?)
    }

    /// Why the record of a logged call is not for the linked account to change.
    fn refused(&self, logged: &LoggedCall) -> Result<Option<Refused>, Problem> {
        if matches!(logged.reason, Some(Reason::AlreadyLogged { .. })) {
            return Ok(Some(Refused::NotOurs));
        }
        Ok(match logged.organization {
            Some(organization) if logged.state == State::Logged => {
                let is_elsewhere = organization != self.linked_account()?.organization;
                is_elsewhere.then_some(Refused::OtherOrganization)
            }
            Some(_) | None => None,
        })
    }

    /// What to say of a correction that was just tried.
    fn answer_to(&self, asked: i64, when_done: Phrase) -> Result<Acted, LedgerError> {
        Ok(match self.ledger.correction_state(asked)? {
            CorrectionState::Pending => Acted {
                words: Phrase::new("acted-waits"),
                outcome: ActOutcome::Waiting,
            },
            CorrectionState::Done => done(when_done),
            CorrectionState::Refused(refused) => not_done(&refused),
        })
    }
}

fn not_done(why: &Refused) -> Acted {
    Acted {
        words: why.phrase(),
        outcome: ActOutcome::Refused,
    }
}

fn done(words: Phrase) -> Acted {
    Acted {
        words,
        outcome: ActOutcome::Done,
    }
}
