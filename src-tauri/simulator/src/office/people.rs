//! Who the person talks with: the contacts an office begins with.

use crate::dataverse::{Dataverse, NewAccount, NewContact};

/// The number of the customer who calls, as the PBX writes it.
pub(super) const CALLING_CUSTOMER: &str = "02079460018";
/// What the PBX shows for that customer.
pub(super) const CALLING_CUSTOMER_NAME: &str = "J Aske";
/// The number of the customer whom the person calls.
pub(super) const CALLED_CUSTOMER: &str = "01614960110";
/// The number of an agency, which two people of the same account have.
pub(super) const AGENCY: &str = "441174960200";
/// A number that two contacts have who have nothing else in common.
pub(super) const SHARED_NUMBER: &str = "02920180333";
/// A colleague's extension.
pub(super) const COLLEAGUE: &str = "511";

/// Puts the contacts into Dynamics, unless they are there.
pub(super) fn introduce(dataverse: &Dataverse) {
    let known: Vec<String> = dataverse
        .contacts()
        .into_iter()
        .map(|contact| contact.full_name)
        .collect();
    let add = |first_name: &str, last_name: &str, numbers: NewContact| {
        if !known.contains(&format!("{first_name} {last_name}")) {
            dataverse.add_contact(NewContact {
                first_name: first_name.to_owned(),
                last_name: last_name.to_owned(),
                ..numbers
            });
        }
    };
    add(
        "Jon",
        "Aske",
        NewContact {
            mobile_phone: "(020) 7946-0018".to_owned(),
            ..NewContact::default()
        },
    );
    add(
        "Priya",
        "Nair",
        NewContact {
            business_phone: "+44 161 496 0110".to_owned(),
            ..NewContact::default()
        },
    );
    let agency = dataverse
        .account_names()
        .into_iter()
        .find(|(_, name)| name == "Harbour Agency")
        .map_or_else(
            || {
                dataverse.add_account(NewAccount {
                    name: "Harbour Agency".to_owned(),
                    ..NewAccount::default()
                })
            },
            |(id, _)| id,
        );
    for (first_name, last_name) in [("Ola", "Berg"), ("Tove", "Lind")] {
        let numbers = NewContact {
            business_phone: "+44 117 496 0200".to_owned(),
            parent_account: Some(agency),
            ..NewContact::default()
        };
        add(first_name, last_name, numbers);
    }
    for first_name in ["Anna", "Bo"] {
        let numbers = NewContact {
            other_phone: "029 2018 0333".to_owned(),
            ..NewContact::default()
        };
        add(first_name, "Quist", numbers);
    }
}
