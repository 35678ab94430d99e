//! Whose calls these are (spec F).

use jiff::SignedDuration;
use ringlog_core::account::{Account, Attribution, Owner, attribution};
use ringlog_core::fault::Fault;
use ringlog_core::phrase::Phrase;

use crate::dynamics::OwnerByEmail;
use crate::engine::Engine;
use crate::ledger::LedgerError;
use crate::problem::{Problem, ProblemCode};

/// How long the answer is believed whose calls a service account writes.
const OWNER_AGE: SignedDuration = SignedDuration::from_hours(24);

/// Why it is not known whose calls these are.
#[derive(Debug)]
pub(crate) enum OwnerError {
    /// Dynamics did not say.
    Dynamics(Fault),
    /// It is not clear.
    Unclear(Problem),
    /// The ledger.
    Ledger(LedgerError),
}

impl From<LedgerError> for OwnerError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl Engine {
    /// Whose calls these are (spec F).
    pub(crate) async fn owner_of(&mut self, account: &Account) -> Result<Owner, OwnerError> {
        let setting = self.settings().dynamics.attribution_email.clone();
        let extension = self.extension_email()?;
        match attribution(account, setting.as_deref(), extension.as_deref()) {
            Attribution::SignedInUser => Ok(Owner {
                id: account.user,
                email: account.email.clone(),
                name: account.full_name.clone(),
            }),
            Attribution::Email { email } => self.owner_by_email(account, &email).await,
            Attribution::Unknown => Err(owner_unclear(Phrase::new("owner-not-told"))),
        }
    }

    async fn owner_by_email(
        &mut self,
        account: &Account,
        email: &str,
    ) -> Result<Owner, OwnerError> {
        let now = self.now();
        if let Some(known) = self.ledger.owner(account.organization, email)?
            && known.found_at <= now
            && now.duration_since(known.found_at) < OWNER_AGE
        {
            return Ok(known.value);
        }
        match self.client_of(account).find_owner_by_email(email).await {
            Ok(OwnerByEmail::One(owner)) => {
                self.ledger
                    .set_owner(account.organization, email, &owner, now)?;
                Ok(owner)
            }
            Ok(OwnerByEmail::None) => Err(owner_unclear(
                Phrase::new("owner-nobody").with("email", email),
            )),
            Ok(OwnerByEmail::Several) => Err(owner_unclear(
                Phrase::new("owner-several").with("email", email),
            )),
            Err(fault) => Err(OwnerError::Dynamics(fault)),
        }
    }
}

fn owner_unclear(finding: Phrase) -> OwnerError {
    let problem = Problem::new(ProblemCode::NeedsPerson, finding);
    OwnerError::Unclear(problem.with_hint(Phrase::new("owner-next")))
}
