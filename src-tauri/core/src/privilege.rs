//! The Dynamics privileges Ringlog needs, and what each missing one stops (`reference/dataverse.md`, section 2.7).

use serde::{Deserialize, Serialize};

use crate::phrase::Phrase;

/// One privilege of a Dynamics security role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Privilege {
    /// `prvCreateActivity`
    CreateActivity,
    /// `prvWriteActivity`
    WriteActivity,
    /// `prvAppendActivity`
    AppendActivity,
    /// `prvReadActivity`
    ReadActivity,
    /// `prvAppendToContact`
    AppendToContact,
    /// `prvCreateContact`
    CreateContact,
    /// `prvReadContact`
    ReadContact,
    /// `prvAssignActivity`, where calls are written for somebody else.
    AssignActivity,
}

impl Privilege {
    /// Those every linked account needs.
    pub const NEEDED: [Self; 7] = [
        Self::CreateActivity,
        Self::WriteActivity,
        Self::AppendActivity,
        Self::ReadActivity,
        Self::AppendToContact,
        Self::CreateContact,
        Self::ReadContact,
    ];

    /// Its name in Dynamics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CreateActivity => "prvCreateActivity",
            Self::WriteActivity => "prvWriteActivity",
            Self::AppendActivity => "prvAppendActivity",
            Self::ReadActivity => "prvReadActivity",
            Self::AppendToContact => "prvAppendToContact",
            Self::CreateContact => "prvCreateContact",
            Self::ReadContact => "prvReadContact",
            Self::AssignActivity => "prvAssignActivity",
        }
    }

    /// What does not work without it, with the cure.
    #[must_use]
    pub fn phrase_if_missing(self) -> Phrase {
        Phrase::new(match self {
            Self::CreateActivity => "privilege-create-activity",
            Self::WriteActivity => "privilege-write-activity",
            Self::AppendActivity => "privilege-append-activity",
            Self::ReadActivity => "privilege-read-activity",
            Self::AppendToContact => "privilege-append-to-contact",
            Self::CreateContact => "privilege-create-contact",
            Self::ReadContact => "privilege-read-contact",
            Self::AssignActivity => "privilege-assign-activity",
        })
        .with("privilege", self.name())
    }
}

/// What the privilege check at link time found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrivilegeCheck {
    /// Those the account does not have.
    pub missing: Vec<Privilege>,
    /// Those Dynamics gave no answer about; the first call shows whether they are there.
    pub unchecked: Vec<Privilege>,
}

impl PrivilegeCheck {
    /// One sentence for each missing privilege, and one if some could not be checked.
    #[must_use]
    pub fn phrases(&self) -> Vec<Phrase> {
        let missing = self
            .missing
            .iter()
            .map(|privilege| privilege.phrase_if_missing());
        let names: Vec<&str> = self
            .unchecked
            .iter()
            .map(|privilege| privilege.name())
            .collect();
        let unchecked = (!names.is_empty())
            .then(|| Phrase::new("privileges-unchecked").with("names", names.join(", ")));
        missing.chain(unchecked).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_missing_privilege_has_its_own_sentence_and_the_unchecked_share_one() {
        let check = PrivilegeCheck {
            missing: vec![Privilege::CreateContact],
            unchecked: vec![Privilege::ReadContact, Privilege::AssignActivity],
        };
        insta::assert_snapshot!(check.phrases().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"), @r"
        No contact can be created for an unknown number: ask your administrator to add the privilege prvCreateContact to your security role.
        These privileges could not be checked, the first call will show: prvReadContact, prvAssignActivity.
        ");
    }
}
