//! What the parts of the light last said, and who is linked: kept so that a second process and the next start know it.

use jiff::Timestamp;
use ringlog_core::account::AccountState;
use ringlog_core::status::{Health, Part};
use rusqlite::OptionalExtension;

use super::row::{Word, from_json, micros, optional_time_of, to_json};
use super::{Ledger, LedgerError};

impl Ledger {
    /// Keeps what a part of the light said.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn set_health(&mut self, part: Part, health: &Health) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached(
                "INSERT INTO health (part, condition, checked_at) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (part) DO UPDATE SET \
                 condition = excluded.condition, checked_at = excluded.checked_at",
            )?
            .execute((
                part.word(),
                to_json(&health.condition)?,
                health.checked_at.map(micros),
            ))?;
        Ok(())
    }

    /// What a part of the light last said; `None` if it never did.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn health(&self, part: Part) -> Result<Option<Health>, LedgerError> {
        self.connection
            .prepare_cached("SELECT condition, checked_at FROM health WHERE part = ?1")?
            .query_and_then([part.word()], |row| {
                Ok(Health {
                    condition: from_json("condition", &row.get::<_, String>("condition")?)?,
                    checked_at: optional_time_of(row, "checked_at")?,
                })
            })?
            .next()
            .transpose()
    }

    /// Keeps where the account stands: the public copy of what the keychain holds, without any secret.
    ///
    /// A sign-in under way does not outlive its process, so the state it began from is kept instead.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn set_account(&mut self, state: &AccountState, now: Timestamp) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached(
                "INSERT INTO account (id, state, changed_at) VALUES (1, ?1, ?2) \
                 ON CONFLICT (id) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at",
            )?
            .execute((to_json(lasting(state))?, micros(now)))?;
        Ok(())
    }

    /// Where the account stands; unlinked in a new ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn account(&self) -> Result<AccountState, LedgerError> {
        let state: Option<String> = self
            .connection
            .prepare_cached("SELECT state FROM account")?
            .query_row((), |row| row.get(0))
            .optional()?;
        let Some(written) = state else {
            return Ok(AccountState::Unlinked);
        };
        let mut last = self.account.borrow_mut();
        match &*last {
            Some((text, account)) if *text == written => Ok(account.clone()),
            Some(_) | None => {
                let account: AccountState = from_json("account", &written)?;
                *last = Some((written, account.clone()));
                Ok(account)
            }
        }
    }
}

fn lasting(state: &AccountState) -> &AccountState {
    match state {
        AccountState::Linking { from } => lasting(from),
        AccountState::Unlinked | AccountState::Linked { .. } | AccountState::NeedsSignIn { .. } => {
            state
        }
    }
}

#[cfg(test)]
mod tests {
    use ringlog_core::account::Account;
    use ringlog_core::call::{NAMESPACE, UserId};
    use ringlog_core::sign_in::SignInReason;
    use ringlog_core::status::Condition;

    use super::super::samples::{ORGANIZATION, Shelf, at};
    use super::*;

    fn account() -> Account {
        Account {
            tenant: NAMESPACE,
            object_id: None,
            user_name: "jon@contoso.example".to_owned(),
            organization_url: serde_json::from_str("\"https://contoso.crm4.dynamics.com/\"")
                .unwrap(),
            organization: ORGANIZATION,
            user: UserId(NAMESPACE),
            full_name: "Jon Aske".to_owned(),
            email: None,
            is_service_account: false,
            linked_at: at(0),
            authority: url::Url::parse("https://login.microsoftonline.com").unwrap(),
            client_id: "client".to_owned(),
            scope: "scope".to_owned(),
        }
    }

    #[test]
    fn what_a_part_said_outlives_the_process() {
        let mut shelf = Shelf::new();
        assert_eq!(shelf.ledger.health(Part::Pbx).unwrap(), None);
        let health = |seconds| Health {
            condition: Condition::PbxGap {
                from: at(0),
                to: at(10),
            },
            checked_at: Some(at(seconds)),
        };
        shelf.ledger.set_health(Part::Pbx, &health(1)).unwrap();
        shelf.ledger.set_health(Part::Pbx, &health(2)).unwrap();
        let shelf = shelf.reopen();
        assert_eq!(shelf.ledger.health(Part::Pbx).unwrap(), Some(health(2)));
        assert_eq!(shelf.ledger.health(Part::Dynamics).unwrap(), None);
    }

    #[test]
    fn the_account_outlives_the_process_and_a_sign_in_under_way_does_not() {
        let mut shelf = Shelf::new();
        assert_eq!(shelf.ledger.account().unwrap(), AccountState::Unlinked);
        let needs = AccountState::NeedsSignIn {
            account: account(),
            reason: SignInReason::TimedOut,
        };
        let linking = AccountState::Linking {
            from: Box::new(needs.clone()),
        };
        shelf.ledger.set_account(&linking, at(1)).unwrap();
        let mut shelf = shelf.reopen();
        assert_eq!(shelf.ledger.account().unwrap(), needs);

        shelf
            .ledger
            .set_account(&AccountState::Unlinked, at(2))
            .unwrap();
        assert_eq!(shelf.ledger.account().unwrap(), AccountState::Unlinked);
    }
    #[test]
    fn a_reader_learns_that_another_process_changed_the_account() {
        let mut shelf = Shelf::new();
        let reader = Ledger::open_read_only(&shelf.path()).unwrap().unwrap();
        let linked = AccountState::Linked { account: account() };
        for state in [&linked, &AccountState::Unlinked, &linked] {
            shelf.ledger.set_account(state, at(1)).unwrap();
            assert_eq!(reader.account().unwrap(), *state);
        }
    }
}
