use super::super::scripted::{Part, Script};
use super::*;

const NO_ROWS: Part<'_> = Part::One(200, r#"{"value":[]}"#);

fn plan() -> DialPlan {
    DialPlan::new("GB").unwrap()
}

#[tokio::test]
async fn what_a_person_types_stays_one_text_and_no_wildcard() {
    let script = Script::new();
    script.answer_batch(&[NO_ROWS; 3]);

    script
        .client
        .find_records(" O'Neil 50%_[x] ", &plan())
        .await
        .unwrap();

    let request = script.requests().pop().unwrap();
    let typed = "contains(fullname%2C'O''Neil%2050%5B%25%5D%5B_%5D%5B%5B%5Dx%5D')";
    assert!(request.contains(typed), "{request}");
}

#[tokio::test]
async fn nothing_typed_asks_nothing() {
    let script = Script::new();
    assert_eq!(
        script.client.find_records("  ", &plan()).await,
        Ok(Vec::new())
    );
    assert_eq!(script.client.find_near(&[]).await, Ok(Vec::new()));
    assert_eq!(script.requests().len(), 0);
}

#[tokio::test]
async fn who_may_not_read_leads_still_finds_contacts() {
    let script = Script::new();
    let row = r#"{"value":[{"contactid":"00000000-0000-0000-0000-000000000001","fullname":"Mira","statecode":0}]}"#;
    script.answer_batch(&[Part::One(200, row), Part::One(404, ""), Part::One(403, "")]);

    let found = script.client.find_records("mira", &plan()).await.unwrap();

    assert_eq!(found.len(), 1);
    script.answer_batch(&[Part::One(403, ""), NO_ROWS, NO_ROWS]);
    assert!(script.client.find_records("mira", &plan()).await.is_err());
}

#[tokio::test]
async fn a_search_for_near_matches_that_is_refused_leaves_the_others() {
    let script = Script::new();
    let row = r#"{"value":[{"contactid":"00000000-0000-0000-0000-000000000001","fullname":"Mira","statecode":0}]}"#;
    let refused = Part::One(
        400,
        r#"{"error":{"code":"0x80048573","message":"Leading wildcard."}}"#,
    );
    script.answer_batch(&[
        Part::One(200, row),
        refused,
        NO_ROWS,
        refused,
        NO_ROWS,
        refused,
    ]);
    let query = NearQuery {
        digits: "9460018".to_owned(),
        name: Some("Mira".to_owned()),
    };

    let near = script.client.find_near(&[query]).await.unwrap();

    assert_eq!(near.len(), 1);
    assert_eq!(near[0].len(), 1);
    assert_eq!(script.requests().len(), 1);
}
