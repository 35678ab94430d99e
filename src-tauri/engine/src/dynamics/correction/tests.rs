use ringlog_core::contact_match::RecordRef;
use ringlog_core::correction::Regarding;

use super::super::scripted::{Part, Script};
use super::*;

const ACTIVITY: ActivityId = ActivityId(Uuid::from_u128(1));
const COMPLETED: Closed = Closed {
    state: 1,
    status: 4,
};
const NO_ROWS: Part<'_> = Part::One(200, r#"{"value":[]}"#);

fn change() -> Change {
    Change {
        etag: "W/\"7\"".to_owned(),
        opens: true,
        closes: Some(COMPLETED),
        subject: Some("Order 4711".to_owned()),
        description: None,
        regarding: None,
    }
}

fn shown(operations: &[Operation]) -> String {
    operations
        .iter()
        .map(|operation| {
            format!(
                "{} {} {:?} {}",
                operation.method,
                operation.path,
                operation.headers,
                operation.body.as_deref().unwrap_or_default()
            )
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn only_the_version_that_was_read_is_opened_changed_and_closed_as_it_was() {
    insta::assert_snapshot!(shown(&change_operations(ACTIVITY, &change())), @r#"
    PATCH phonecalls(00000000-0000-0000-0000-000000000001) [("If-Match", "W/\"7\"")] {"statecode":0,"statuscode":1}
    PATCH phonecalls(00000000-0000-0000-0000-000000000001) [("If-Match", "*")] {"subject":"Order 4711"}
    PATCH phonecalls(00000000-0000-0000-0000-000000000001) [("If-Match", "*")] {"statecode":1,"statuscode":4}
    "#);
}

#[test]
fn another_record_comes_with_its_side() {
    let party = |mask, table: &str, id| Party {
        mask,
        table: table.to_owned(),
        id: Uuid::from_u128(id),
    };
    let regarding = Regarding {
        record: Some(RecordRef {
            entity: Entity::Account,
            id: RecordId(Uuid::from_u128(2)),
            name: "Contoso".to_owned(),
            company: None,
        }),
        parties: vec![party(2, "systemuser", 9), party(1, "account", 2)],
        may_replace: false,
    };
    let change = Change {
        opens: false,
        closes: None,
        subject: None,
        regarding: Some(regarding),
        ..change()
    };
    insta::assert_snapshot!(shown(&change_operations(ACTIVITY, &change)), @r#"
    PATCH phonecalls(00000000-0000-0000-0000-000000000001) [("If-Match", "W/\"7\"")] {"phonecall_activity_parties":[{"participationtypemask":2,"partyid_systemuser@odata.bind":"/systemusers(00000000-0000-0000-0000-000000000009)"},{"participationtypemask":1,"partyid_account@odata.bind":"/accounts(00000000-0000-0000-0000-000000000002)"}],"regardingobjectid_account_phonecall@odata.bind":"/accounts(00000000-0000-0000-0000-000000000002)"}
    "#);
}

#[tokio::test]
async fn a_record_is_read_with_its_version_its_sides_and_what_hangs_on_it() {
    let script = Script::new();
    let row = json!({
        "@odata.etag": "W/\"7\"",
        "activityid": ACTIVITY,
        "subject": "Call from Mira",
        "description": null,
        "statecode": 1,
        "statuscode": 4,
        "_regardingobjectid_value": Uuid::from_u128(2),
        "_regardingobjectid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "opportunity",
        "_regardingobjectid_value@OData.Community.Display.V1.FormattedValue": "Big deal",
        "_ownerid_value": Uuid::from_u128(8),
        "_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "team",
        "phonecall_activity_parties": [
            {"participationtypemask": 8, "_partyid_value": Uuid::from_u128(2)},
            {"participationtypemask": 1, "_partyid_value": null},
            {"participationtypemask": 2, "_partyid_value": Uuid::from_u128(9),
             "_partyid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "systemuser"},
        ],
    })
    .to_string();
    script.answer_batch(&[Part::One(200, &row), Part::One(403, "")]);

    let standing = script.client.standing(ACTIVITY).await.unwrap().unwrap();

    assert_eq!(standing.etag, "W/\"7\"");
    assert_eq!(standing.closed, Some(COMPLETED));
    assert_eq!(standing.content.regarding, Some(Uuid::from_u128(2)));
    assert_eq!(
        standing.regarding, None,
        "an opportunity is nothing Ringlog chooses"
    );
    assert_eq!(standing.regarding_name.as_deref(), Some("Big deal"));
    assert_eq!(standing.owner, None, "a team is nobody");
    assert_eq!(standing.parties.len(), 1);
    assert!(standing.has_unknown_sides, "a side without a record");
    assert!(
        standing.has_attachments,
        "what may not be read may be there"
    );
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_record_that_is_gone_is_none() {
    let script = Script::new();
    let gone = Part::One(
        404,
        r#"{"error":{"code":"0x80040217","message":"Does Not Exist"}}"#,
    );
    script.answer_batch(&[gone, NO_ROWS]);
    assert_eq!(script.client.standing(ACTIVITY).await.unwrap(), None);
}

#[tokio::test]
async fn another_version_is_told_from_a_refusal_and_from_weather() {
    let check = async |status, expected: fn(&Changed) -> bool| {
        let script = Script::new();
        script.answer_batch(&[Part::One(status, "")]);
        let changed = script
            .client
            .change(ACTIVITY, &change(), Steps::Atomic)
            .await;
        assert!(expected(&changed), "{status}: {changed:?}");
    };
    check(412, |changed| *changed == Changed::OtherVersion).await;
    check(404, |changed| *changed == Changed::Gone).await;
    check(400, |changed| matches!(changed, Changed::RefusedWay(_))).await;
    check(403, |changed| matches!(changed, Changed::Fault(_))).await;
    check(503, |changed| matches!(changed, Changed::Fault(_))).await;
}

#[tokio::test]
async fn what_was_opened_for_a_change_that_is_refused_is_closed_again() {
    let script = Script::new();
    script.answer_batch(&[Part::One(204, "")]);
    script.answer_batch(&[Part::One(400, "")]);
    script.answer_batch(&[Part::One(204, "")]);

    let changed = script
        .client
        .change(ACTIVITY, &change(), Steps::OneByOne)
        .await;

    assert!(matches!(changed, Changed::RefusedWay(_)), "{changed:?}");
    let last = script.requests().pop().unwrap();
    assert!(last.contains(r#"{"statecode":1,"statuscode":4}"#), "{last}");
}

fn contact(modified: &str, modified_by: u128) -> String {
    json!({
        "@odata.etag": "W/\"1\"",
        "contactid": Uuid::from_u128(3),
        "createdon": "2026-05-14T09:00:00Z",
        "modifiedon": modified,
        "_createdby_value": Uuid::from_u128(9),
        "_modifiedby_value": Uuid::from_u128(modified_by),
        "statecode": 0,
    })
    .to_string()
}

#[tokio::test]
async fn a_contact_somebody_touched_or_that_anything_belongs_to_stays() {
    const MISSING: Part<'_> = Part::One(404, "");
    const SOMETHING: Part<'_> = Part::One(200, r#"{"value":[{}]}"#);
    let untouched = contact("2026-05-14T09:00:01Z", 9);
    let touched = contact("2026-05-14T09:10:00Z", 9);
    let by_another = contact("2026-05-14T09:00:01Z", 8);
    let check =
        async |contact: &str, dependents: [Part<'_>; DEPENDENTS.len()], is_removed: bool| {
            let script = Script::new();
            let mut parts = vec![Part::One(200, contact)];
            parts.extend(dependents);
            script.answer_batch(&parts);
            if is_removed {
                script.answer_batch(&[Part::One(204, "")]);
            }
            let id = RecordId(Uuid::from_u128(3));
            let removed = script.client.remove_untouched_contact(id).await;
            assert_eq!(removed, Ok(is_removed), "{contact}");
        };
    let nothing = [NO_ROWS; DEPENDENTS.len()];
    let mut no_apps = [MISSING; DEPENDENTS.len()];
    no_apps[..DEPENDENTS_EVERYWHERE].fill(NO_ROWS);
    check(&untouched, nothing, true).await;
    check(&untouched, no_apps, true).await;
    check(&touched, nothing, false).await;
    check(&by_another, nothing, false).await;
    for place in 0..DEPENDENTS.len() {
        let mut dependents = nothing;
        dependents[place] = SOMETHING;
        check(&untouched, dependents, false).await;
        dependents[place] = Part::One(403, "");
        check(&untouched, dependents, false).await;
    }
    let mut unknown = nothing;
    unknown[0] = MISSING;
    check(&untouched, unknown, false).await;
}
