//! Which columns of which table hold phone numbers (`reference/dataverse.md`, section 3.1).

use super::Entity;

const CONTACT_COLUMNS: [&str; 21] = [
    "mobilephone",
    "telephone1",
    "telephone2",
    "telephone3",
    "business2",
    "home2",
    "company",
    "callback",
    "assistantphone",
    "managerphone",
    "fax",
    "pager",
    "address1_telephone1",
    "address1_telephone2",
    "address1_telephone3",
    "address2_telephone1",
    "address2_telephone2",
    "address2_telephone3",
    "address3_telephone1",
    "address3_telephone2",
    "address3_telephone3",
];
const ACCOUNT_COLUMNS: [&str; 10] = [
    "telephone1",
    "telephone2",
    "telephone3",
    "fax",
    "address1_telephone1",
    "address1_telephone2",
    "address1_telephone3",
    "address2_telephone1",
    "address2_telephone2",
    "address2_telephone3",
];
const LEAD_COLUMNS: [&str; 12] = [
    "mobilephone",
    "telephone1",
    "telephone2",
    "telephone3",
    "fax",
    "pager",
    "address1_telephone1",
    "address1_telephone2",
    "address1_telephone3",
    "address2_telephone1",
    "address2_telephone2",
    "address2_telephone3",
];

impl Entity {
    /// The logical names of its phone columns: those `rules.match_columns` can name.
    #[must_use]
    pub fn phone_columns(self) -> &'static [&'static str] {
        match self {
            Self::Contact => &CONTACT_COLUMNS,
            Self::Account => &ACCOUNT_COLUMNS,
            Self::Lead => &LEAD_COLUMNS,
        }
    }
}
