//! What others said about who they are and what they can do, kept so that they are not asked again each time.

use jiff::{SignedDuration, Timestamp};
use ringlog_core::account::Owner;
use ringlog_core::call::OrganizationId;

use super::row::{micros, optional_id_of, time_of};
use super::{Ledger, LedgerError};
use crate::ports::PbxIdentity;

/// Something an organization may refuse as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// Creating and completing a phone call in one request (spec E2).
    AtomicCompletion,
    /// Searching numbers with a leading wildcard (`reference/dataverse.md`, section 3.2).
    TolerantSearch,
    /// Opening, changing and completing a phone call in one request (spec E6).
    AtomicCorrection,
    /// Changing the sides of a phone call that is there (`reference/dataverse.md`, section 4).
    ChangingSides,
}

/// A search may have been too slow only for the hour: it is tried again after a week.
const SEARCH_REFUSED_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An answer that was kept, and its age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The answer.
    pub value: T,
    /// When it was given.
    pub found_at: Timestamp,
}

impl Capability {
    fn word(self) -> &'static str {
        match self {
            Self::AtomicCompletion => "atomic_completion",
            Self::TolerantSearch => "tolerant_search",
            Self::AtomicCorrection => "atomic_correction",
            Self::ChangingSides => "changing_sides",
        }
    }

    /// Where its refusals are kept.
    fn table(self) -> &'static str {
        match self {
            Self::AtomicCompletion | Self::TolerantSearch => "refused_capability",
            Self::AtomicCorrection | Self::ChangingSides => "refused_change",
        }
    }
}

impl Ledger {
    /// Remembers that an organization refuses something.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn set_refused(
        &mut self,
        organization: OrganizationId,
        capability: Capability,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached(&format!(
                "INSERT INTO {} (organization, capability, refused_at) \
                 VALUES (?1, ?2, ?3) \
                 ON CONFLICT DO UPDATE SET refused_at = excluded.refused_at",
                capability.table()
            ))?
            .execute((organization.to_string(), capability.word(), micros(now)))?;
        Ok(())
    }

    /// Whether an organization refused something not long ago; a refusal that may be about the moment is forgotten.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_refused(
        &self,
        organization: OrganizationId,
        capability: Capability,
        now: Timestamp,
    ) -> Result<bool, LedgerError> {
        let since = match capability {
            Capability::AtomicCompletion
            | Capability::AtomicCorrection
            | Capability::ChangingSides => Timestamp::MIN,
            Capability::TolerantSearch => now
                .saturating_sub(SEARCH_REFUSED_FOR)
                .unwrap_or(Timestamp::MIN),
        };
        Ok(self
            .connection
            .prepare_cached(&format!(
                "SELECT 1 FROM {} WHERE organization = ?1 AND capability = ?2 AND refused_at > ?3",
                capability.table()
            ))?
            .exists((organization.to_string(), capability.word(), micros(since)))?)
    }

    /// Remembers that the PBX refused the password of `extension@tenant`, or that it accepted one since.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn set_login_refused(
        &mut self,
        account: &str,
        refused_at: Option<Timestamp>,
    ) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached(
                "INSERT INTO login (account, refused_at) VALUES (?1, ?2) \
                 ON CONFLICT (account) DO UPDATE SET refused_at = excluded.refused_at",
            )?
            .execute((account, refused_at.map(micros)))?;
        Ok(())
    }

    /// Whether the PBX refused the password of `extension@tenant`, and accepted none since.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_login_refused(&self, account: &str) -> Result<bool, LedgerError> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM login WHERE account = ?1 AND refused_at IS NOT NULL")?
            .exists([account])?)
    }

    /// Keeps what the PBX said about itself and the extension's person; what it did not tell this time stays as known.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn set_pbx_identity(
        &mut self,
        source: &str,
        extension: &str,
        identity: &PbxIdentity,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached(
                "INSERT INTO pbx_identity \
                 (source, extension, email, name, country_code, version, identified_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
                 ON CONFLICT (source, extension) DO UPDATE SET \
                 email = coalesce(excluded.email, email), name = coalesce(excluded.name, name), \
                 country_code = coalesce(excluded.country_code, country_code), \
                 version = coalesce(excluded.version, version), identified_at = excluded.identified_at",
            )?
            .execute((
                source,
                extension,
                &identity.email,
                &identity.name,
                &identity.country_code,
                &identity.version,
                micros(now),
            ))?;
        Ok(())
    }

    /// What the PBX last said about itself and the extension's person.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn pbx_identity(
        &self,
        source: &str,
        extension: &str,
    ) -> Result<Option<Found<PbxIdentity>>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT email, name, country_code, version, identified_at FROM pbx_identity \
                 WHERE source = ?1 AND extension = ?2",
            )?
            .query_and_then((source, extension), |row| {
                Ok(Found {
                    value: PbxIdentity {
                        email: row.get("email")?,
                        name: row.get("name")?,
                        country_code: row.get("country_code")?,
                        version: row.get("version")?,
                        is_partial: false,
                        told_to_wait: None,
                    },
                    found_at: time_of(row, "identified_at")?,
                })
            })?
            .next()
            .transpose()
    }

    /// Keeps which user an e-mail address stands for.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn set_owner(
        &mut self,
        organization: OrganizationId,
        email: &str,
        owner: &Owner,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached(
                "INSERT INTO owner (organization, email, user, name, found_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (organization, email) DO UPDATE SET \
                 user = excluded.user, name = excluded.name, found_at = excluded.found_at",
            )?
            .execute((
                organization.to_string(),
                email,
                owner.id.to_string(),
                &owner.name,
                micros(now),
            ))?;
        Ok(())
    }

    /// Which user an e-mail address last stood for.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn owner(
        &self,
        organization: OrganizationId,
        email: &str,
    ) -> Result<Option<Found<Owner>>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT email, user, name, found_at FROM owner WHERE organization = ?1 AND email = ?2",
        )?;
        let mut rows = statement.query((organization.to_string(), email))?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        Ok(Some(Found {
            value: Owner {
                id: optional_id_of(row, "user")?
                    .ok_or_else(|| LedgerError::unreadable("user", "it is empty"))?,
                email: row.get("email")?,
                name: row.get("name")?,
            },
            found_at: time_of(row, "found_at")?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use ringlog_core::call::{NAMESPACE, UserId};

    use super::super::samples::{Shelf, at};
    use super::*;

    const ORGANIZATION: OrganizationId = OrganizationId(NAMESPACE);

    #[test]
    fn what_an_organization_refused_is_remembered_after_a_restart() {
        let mut shelf = Shelf::new();
        for seconds in [0, 1] {
            shelf
                .ledger
                .set_refused(ORGANIZATION, Capability::AtomicCompletion, at(seconds))
                .unwrap();
        }
        let shelf = shelf.reopen();
        let refused = |capability| {
            let much_later = at(100 * 24 * 3_600);
            shelf
                .ledger
                .is_refused(ORGANIZATION, capability, much_later)
                .unwrap()
        };
        assert!(refused(Capability::AtomicCompletion));
        assert!(!refused(Capability::TolerantSearch));
    }

    #[test]
    fn a_search_that_was_too_slow_is_tried_again_after_a_week() {
        let mut shelf = Shelf::new();
        let search = Capability::TolerantSearch;
        shelf
            .ledger
            .set_refused(ORGANIZATION, search, at(0))
            .unwrap();
        let day = 24 * 3_600;
        assert!(
            shelf
                .ledger
                .is_refused(ORGANIZATION, search, at(6 * day))
                .unwrap()
        );
        assert!(
            !shelf
                .ledger
                .is_refused(ORGANIZATION, search, at(8 * day))
                .unwrap()
        );
    }

    #[test]
    fn a_refused_login_is_remembered_until_one_is_accepted() {
        let mut shelf = Shelf::new();
        let refused = |shelf: &Shelf| shelf.ledger.is_login_refused("504@a").unwrap();
        assert!(!refused(&shelf));
        shelf
            .ledger
            .set_login_refused("504@a", Some(at(1)))
            .unwrap();
        let mut shelf = shelf.reopen();
        assert!(refused(&shelf));
        shelf.ledger.set_login_refused("504@a", None).unwrap();
        assert!(!refused(&shelf));
    }

    #[test]
    fn the_last_word_of_the_pbx_is_kept_with_its_age() {
        let mut shelf = Shelf::new();
        let identity = |name: &str| PbxIdentity {
            name: Some(name.to_owned()),
            ..PbxIdentity::default()
        };
        shelf
            .ledger
            .set_pbx_identity("vodia:a", "504", &identity("Tom"), at(1))
            .unwrap();
        shelf
            .ledger
            .set_pbx_identity("vodia:a", "504", &identity("Thomas"), at(2))
            .unwrap();
        let found = shelf.ledger.pbx_identity("vodia:a", "504").unwrap();
        assert_eq!(
            found,
            Some(Found {
                value: identity("Thomas"),
                found_at: at(2)
            })
        );
        assert_eq!(shelf.ledger.pbx_identity("vodia:a", "505").unwrap(), None);
    }

    #[test]
    fn what_the_pbx_once_told_is_not_forgotten_when_it_does_not_tell_again() {
        let mut shelf = Shelf::new();
        let whole = PbxIdentity {
            email: Some("tom@example.com".to_owned()),
            name: Some("Tom".to_owned()),
            country_code: Some("64".to_owned()),
            version: Some("PBX/70.3".to_owned()),
            is_partial: false,
            told_to_wait: None,
        };
        for (identity, seconds) in [(&whole, 1), (&PbxIdentity::default(), 2)] {
            shelf
                .ledger
                .set_pbx_identity("vodia:a", "504", identity, at(seconds))
                .unwrap();
        }
        let found = shelf.ledger.pbx_identity("vodia:a", "504").unwrap();
        assert_eq!(
            found,
            Some(Found {
                value: whole,
                found_at: at(2)
            })
        );
    }

    #[test]
    fn an_address_stands_for_the_same_user_in_any_case_of_its_letters() {
        let mut shelf = Shelf::new();
        let owner = Owner {
            id: UserId(NAMESPACE),
            email: Some("jon@contoso.example".to_owned()),
            name: "Jon Aske".to_owned(),
        };
        shelf
            .ledger
            .set_owner(ORGANIZATION, "jon@contoso.example", &owner, at(1))
            .unwrap();
        let found = shelf
            .ledger
            .owner(ORGANIZATION, "Jon@Contoso.example")
            .unwrap();
        assert_eq!(
            found,
            Some(Found {
                value: owner,
                found_at: at(1)
            })
        );
    }
}
