//! Who is there: the users of Dynamics, and the contacts the person talks with.

use uuid::Uuid;

use super::{EMAIL, PERSON};
use crate::dataverse::{Dataverse, NewAccount, NewContact, NewUser};

/// The users of Dynamics (`systemuserid`).
#[derive(Clone, Copy, Debug)]
pub(super) struct Users {
    pub(super) person: Uuid,
    pub(super) colleague: Uuid,
    /// In whose name the PBX's own integration writes.
    pub(super) integration: Uuid,
}

impl Users {
    pub(super) fn add_to(dataverse: &Dataverse) -> Self {
        Self {
            person: dataverse.add_user(NewUser {
                full_name: "Mira Holm".to_owned(),
                email: EMAIL.to_owned(),
                object_id: Some(PERSON),
                ..NewUser::default()
            }),
            colleague: dataverse.add_user(NewUser {
                full_name: "Carla Reyes".to_owned(),
                email: "carla.reyes@contoso.example".to_owned(),
                ..NewUser::default()
            }),
            integration: dataverse.add_user(NewUser {
                full_name: "PBX Integration".to_owned(),
                email: "pbx@contoso.example".to_owned(),
                is_service_account: true,
                ..NewUser::default()
            }),
        }
    }
}

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
