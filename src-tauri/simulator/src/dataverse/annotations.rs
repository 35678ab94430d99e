//! Notes on phone calls (Microsoft Learn, Dataverse table reference, "Note (Annotation)" and "Phone Call (PhoneCall)",
//! relationship `PhoneCall_Annotation`).

use jiff::Timestamp;
use uuid::Uuid;

use super::Dataverse;
use super::by_hand::colleague;
use super::seed::text;
use super::store::{Row, Store};
use super::tables::Table;
use super::value::Value;

/// A note as the service holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnotationRow {
    /// `annotationid`
    pub id: Uuid,
    /// `objectid`
    pub phone_call: Option<Uuid>,
    /// `subject`
    pub subject: String,
    /// `notetext`
    pub text: String,
    /// `ownerid`
    pub owner: Uuid,
    /// `createdby`
    pub created_by: Uuid,
    /// `createdon`
    pub created_at: Timestamp,
}

impl Dataverse {
    /// A colleague of its owner writes a note on a phone call.
    pub fn add_annotation(&self, phone_call: Uuid, note: &str) -> Uuid {
        let writer = {
            let state = self.lock();
            let row = state.store.row(Table::PhoneCall, phone_call);
            row.map(|row| colleague(&state, Table::PhoneCall, row))
        };
        let about = Value::Lookup(Table::PhoneCall, phone_call);
        self.seed(
            writer,
            Table::Annotation,
            vec![
                ("notetext", text(note.to_owned())),
                ("isdocument", Value::Flag(false)),
                ("_objectid_value", about),
            ],
            Vec::new(),
        )
    }

    /// Every note, by id.
    #[must_use]
    pub fn annotations(&self) -> Vec<AnnotationRow> {
        self.lock()
            .store
            .rows(Table::Annotation)
            .iter()
            .map(|(id, row)| AnnotationRow::of(*id, row))
            .collect()
    }
}

impl AnnotationRow {
    fn of(id: Uuid, row: &Row) -> Self {
        let schema = Table::Annotation.schema();
        let text = |column| row.text(schema, column).unwrap_or_default().to_owned();
        let lookup = |column| row.lookup(schema, column).map(|(_, id)| id);
        Self {
            id,
            phone_call: lookup("_objectid_value"),
            subject: text("subject"),
            text: text("notetext"),
            owner: lookup("_ownerid_value").unwrap_or_default(),
            created_by: lookup("_createdby_value").unwrap_or_default(),
            created_at: row.moment(schema, "createdon").unwrap_or_default(),
        }
    }
}

/// The notes of a phone call go with it.
pub(super) fn remove_of(store: &mut Store, phone_call: Uuid) {
    let schema = Table::Annotation.schema();
    let about = Some((Table::PhoneCall, phone_call));
    let concerned: Vec<Uuid> = store
        .rows(Table::Annotation)
        .iter()
        .filter(|(_, row)| row.lookup(schema, "_objectid_value") == about)
        .map(|(id, _)| *id)
        .collect();
    for id in concerned {
        store.remove(Table::Annotation, id);
    }
}
