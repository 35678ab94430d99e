//! Who the linked account is in Dynamics, whose calls it writes, and what it may do (spec F).

use jiff::Timestamp;
use ringlog_core::account::Owner;
use ringlog_core::call::{OrganizationId, UserId};
use ringlog_core::coexistence::Authorship;
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::privilege::{Privilege, PrivilegeCheck};
use serde::Deserialize;
use serde_json::Value;

use super::batch::{Item, Operation};
use super::client::{Client, Outcome, read_json};
use super::lookup::{ANNOTATIONS, read_rows};
use super::odata::{literal, query};
use super::wire::{self, Rows};

/// `WhoAmI`: the proof that a token is good, and for whom (`reference/dataverse.md`, section 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct WhoAmI {
    /// The caller.
    #[serde(rename = "UserId")]
    pub user: UserId,
    /// The organization.
    #[serde(rename = "OrganizationId")]
    pub organization: OrganizationId,
}

/// A Dynamics user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemUser {
    /// `systemuserid`
    pub id: UserId,
    /// `fullname`
    pub name: String,
    /// `internalemailaddress`
    pub email: Option<String>,
    /// `isdisabled`
    pub is_disabled: bool,
    /// `accessmode` is Non-interactive (4): a user for programs.
    pub is_service_account: bool,
}

impl SystemUser {
    /// The user as the one whose calls are written.
    #[must_use]
    pub fn owner(&self) -> Owner {
        Owner {
            id: self.id,
            email: self.email.clone(),
            name: self.name.clone(),
        }
    }
}

/// Whose an e-mail address is (spec F2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnerByEmail {
    /// Exactly one enabled user's.
    One(Owner),
    /// No enabled user's.
    None,
    /// Several users': there is no telling whose calls these are.
    Several,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GrantedPrivilege {
    role_privileges: Vec<Value>,
}

/// `accessmode` of a user for programs (Dataverse table reference, `systemuser`, choices of AccessMode).
const NON_INTERACTIVE: i64 = 4;
/// Enough phone calls to tell whether somebody else writes them.
const AUTHORSHIP_MAX: &str = "50";
const USER_COLUMNS: &str = "systemuserid,fullname,internalemailaddress,isdisabled,accessmode";

impl Client {
    /// Who the token is for.
    ///
    /// # Errors
    /// When Dynamics does not say.
    pub async fn who_am_i(&self) -> Result<WhoAmI, Fault> {
        self.get("asking who we are", "WhoAmI".to_owned()).await
    }

    /// The user with this id.
    ///
    /// # Errors
    /// When Dynamics does not say.
    pub async fn system_user(&self, user: UserId) -> Result<SystemUser, Fault> {
        let path = format!("systemusers({user}){}", query(&[("$select", USER_COLUMNS)]));
        let row = self.get("asking for a user", path).await?;
        read_user(&row).ok_or_else(|| {
            Fault::new(
                FaultKind::Garbled,
                "Dynamics answered with a user without an id.",
            )
        })
    }

    /// The one enabled user with this e-mail address or sign-in name (`reference/dataverse.md`, section 7).
    ///
    /// # Errors
    /// When Dynamics does not say.
    pub async fn find_owner_by_email(&self, email: &str) -> Result<OwnerByEmail, Fault> {
        let email = email.trim();
        if email.is_empty() {
            return Ok(OwnerByEmail::None);
        }
        let email = literal(email);
        let filter = format!(
            "isdisabled eq false and (internalemailaddress eq {email} or domainname eq {email})"
        );
        let options = [
            ("$select", USER_COLUMNS),
            ("$filter", filter.as_str()),
            ("$top", "2"),
        ];
        let path = format!("systemusers{}", query(&options));
        let rows: Rows = self.get("finding a user by e-mail", path).await?;
        let mut enabled = rows
            .value
            .iter()
            .filter_map(read_user)
            .filter(|user| !user.is_disabled);
        Ok(match (enabled.next(), enabled.next()) {
            (None, _) => OwnerByEmail::None,
            (Some(user), None) => OwnerByEmail::One(user.owner()),
            (Some(_), Some(_)) => OwnerByEmail::Several,
        })
    }

    /// Who wrote the completed phone calls of `owner` since then, the newest first and not all of them.
    ///
    /// # Errors
    /// When Dynamics does not say.
    pub async fn authorship(
        &self,
        owner: UserId,
        since: Timestamp,
    ) -> Result<Vec<Authorship>, Fault> {
        let filter =
            format!("_ownerid_value eq {owner} and statecode eq 1 and createdon ge {since}");
        let path = format!(
            "phonecalls{}",
            query(&[
                ("$select", "description,_createdby_value"),
                ("$filter", &filter),
                ("$orderby", "createdon desc"),
                ("$top", AUTHORSHIP_MAX),
            ])
        );
        let items = [Item::Single(
            Operation::get(path).with(ANNOTATIONS.0, ANNOTATIONS.1),
        )];
        let mut outcomes = self.batch("asking who writes phone calls", &items).await?;
        let answers = outcomes.pop().unwrap_or_else(|| Ok(Vec::new()))?;
        Ok(read_rows(&answers)?
            .value
            .iter()
            .map(|row| Authorship {
                by: wire::id(row, "_createdby_value")
                    .map(UserId)
                    .zip(wire::formatted(row, "_createdby_value")),
                description: wire::text(row, "description").unwrap_or_default(),
            })
            .collect())
    }

    /// Which of the privileges it needs `user` has, to write the calls of `owner`.
    ///
    /// # Errors
    /// When Dynamics could not be asked; a privilege it gives no answer about is unchecked.
    pub async fn check_privileges(
        &self,
        user: UserId,
        owner: UserId,
    ) -> Result<PrivilegeCheck, Fault> {
        let for_somebody_else = (user != owner).then_some(Privilege::AssignActivity);
        let needed: Vec<Privilege> = Privilege::NEEDED
            .into_iter()
            .chain(for_somebody_else)
            .collect();
        let items: Vec<Item> = needed
            .iter()
            .map(|privilege| {
                let function =
                    "Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName=";
                let name = privilege.name();
                let path = format!("systemusers({user})/{function}'{name}')");
                Item::Single(Operation::get(path))
            })
            .collect();
        let outcomes = self.batch("checking privileges", &items).await?;
        let mut check = PrivilegeCheck::default();
        for (privilege, outcome) in needed.into_iter().zip(outcomes) {
            match is_granted(outcome)? {
                Some(true) => {}
                Some(false) => check.missing.push(privilege),
                None => check.unchecked.push(privilege),
            }
        }
        Ok(check)
    }
}

/// `None` where the organization does not tell.
fn is_granted(outcome: Outcome) -> Result<Option<bool>, Fault> {
    match outcome {
        Ok(answers) => {
            let body = answers.first().map(|answer| answer.body.as_slice());
            let granted = read_json::<GrantedPrivilege>(body.unwrap_or_default());
            Ok(granted
                .ok()
                .map(|granted| !granted.role_privileges.is_empty()))
        }
        Err(fault) if fault.is_weather() || fault.kind == FaultKind::Unauthorized => Err(fault),
        Err(_) => Ok(None),
    }
}

fn read_user(row: &serde_json::Map<String, Value>) -> Option<SystemUser> {
    Some(SystemUser {
        id: UserId(wire::id(row, "systemuserid")?),
        name: wire::text(row, "fullname").unwrap_or_default(),
        email: wire::text(row, "internalemailaddress"),
        is_disabled: row.get("isdisabled").and_then(Value::as_bool) == Some(true),
        is_service_account: row.get("accessmode").and_then(Value::as_i64) == Some(NON_INTERACTIVE),
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::scripted::{Part, Script};
    use super::*;

    const USER: UserId = UserId(Uuid::from_u128(1));

    fn user(id: u128, is_disabled: bool) -> Value {
        serde_json::json!({
            "systemuserid": Uuid::from_u128(id),
            "fullname": "Jon Aske",
            "internalemailaddress": "jon@contoso.example",
            "isdisabled": is_disabled,
            "accessmode": 4,
        })
    }

    #[tokio::test]
    async fn an_email_belongs_to_exactly_one_enabled_user() {
        let script = Script::new();
        let find = async |users: &[Value]| {
            let body = serde_json::json!({ "value": users }).to_string();
            script.answer(200, &[], &body);
            script
                .client
                .find_owner_by_email(" o'neil+x@contoso.example ")
                .await
        };
        let OwnerByEmail::One(owner) = find(&[user(1, false)]).await.unwrap() else {
            panic!("one user is one owner");
        };
        assert_eq!((owner.id, owner.name.as_str()), (USER, "Jon Aske"));
        assert_eq!(find(&[]).await, Ok(OwnerByEmail::None));
        assert_eq!(find(&[user(1, true)]).await, Ok(OwnerByEmail::None));
        assert_eq!(
            find(&[user(1, false), user(2, false)]).await,
            Ok(OwnerByEmail::Several)
        );
        assert!(script.requests()[0].contains("'o''neil%2Bx%40contoso.example'"));
        let asked = script.requests().len();
        assert_eq!(
            script.client.find_owner_by_email(" ").await,
            Ok(OwnerByEmail::None)
        );
        assert_eq!(script.requests().len(), asked);
    }

    #[tokio::test]
    async fn a_user_for_programs_is_read_as_one() {
        let script = Script::new();
        script.answer(200, &[], &user(1, false).to_string());
        let found = script.client.system_user(USER).await.unwrap();
        assert!(found.is_service_account);
        assert_eq!(found.owner().email.as_deref(), Some("jon@contoso.example"));
    }

    #[tokio::test]
    async fn privileges_are_checked_in_one_request_and_an_unknown_answer_is_not_a_missing_one() {
        let script = Script::new();
        let granted = Part::One(200, r#"{"RolePrivileges":[{"PrivilegeName":"x"}]}"#);
        script.answer_batch(&[
            granted,
            Part::One(200, r#"{"RolePrivileges":[]}"#),
            Part::One(404, ""),
            Part::One(200, "{}"),
            granted,
            granted,
            granted,
            Part::One(200, r#"{"RolePrivileges":[]}"#),
        ]);
        let somebody_else = UserId(Uuid::from_u128(2));
        let check = script.client.check_privileges(USER, somebody_else).await;
        assert_eq!(
            check.unwrap(),
            PrivilegeCheck {
                missing: vec![Privilege::WriteActivity, Privilege::AssignActivity],
                unchecked: vec![Privilege::AppendActivity, Privilege::ReadActivity],
            }
        );
        assert_eq!(script.requests().len(), 1);

        script.answer_batch(&[Part::One(200, r#"{"RolePrivileges":[1]}"#); 7]);
        let check = script.client.check_privileges(USER, USER).await;
        assert_eq!(check, Ok(PrivilegeCheck::default()));
    }
}
