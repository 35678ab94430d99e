//! What the service answers when it refuses (`reference/dataverse.md`, section 6.2).

use serde_json::json;
use uuid::Uuid;

use super::tables::Table;

/// An error answer: status, hexadecimal code (may be empty) and text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// `error.code`, for example `0x80040217`.
    pub code: String,
    /// `error.message`
    pub message: String,
}

impl Refusal {
    pub(super) fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.into(),
        }
    }

    /// A request that cannot be read: address, query or header.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self::new(400, "0x80060888", message)
    }

    /// A body that cannot be read.
    pub(super) fn payload(message: impl std::fmt::Display) -> Self {
        Self::new(
            400,
            "0x80048d19",
            format!(
                "Error identified in Payload provided by the user for Entity :'', InnerException : Microsoft.OData.ODataException: {message}"
            ),
        )
    }

    pub(super) fn undeclared(logical_name: &str, property: &str) -> Self {
        Self::payload(format_args!(
            "The property '{property}' does not exist on type 'Microsoft.Dynamics.CRM.{logical_name}'. Make sure to only use property names that are defined by the type."
        ))
    }

    pub(super) fn unknown_column(table: Table, column: &str) -> Self {
        Self::malformed(format!(
            "Could not find a property named '{column}' on type 'Microsoft.Dynamics.CRM.{}'.",
            table.schema().logical_name
        ))
    }

    pub(super) fn does_not_exist(table: Table, id: Uuid) -> Self {
        Self::new(
            404,
            "0x80040217",
            format!(
                "Entity '{}' With Id = {id} Does Not Exist",
                table.schema().display_name
            ),
        )
    }

    pub(super) fn unknown_resource(segment: &str) -> Self {
        Self::new(
            404,
            "0x80060888",
            format!("Resource not found for the segment '{segment}'."),
        )
    }

    pub(super) fn duplicate() -> Self {
        Self::new(
            412,
            "0x80040237",
            "A record with matching key values already exists.",
        )
    }

    pub(super) fn missing_privilege(user: Uuid, privilege: &str) -> Self {
        Self::new(
            403,
            "0x80040220",
            format!("Principal user (Id={user}, type=8) is missing {privilege} privilege"),
        )
    }

    pub(super) fn invalid_state() -> Self {
        Self::new(
            400,
            "0x80048408",
            "State code is invalid or state code is valid but status code is invalid for a specified state code.",
        )
    }

    pub(super) fn deep_insert() -> Self {
        Self::payload("Deep insert is not supported in an update or upsert.")
    }

    pub(super) fn closed_activity() -> Self {
        Self::new(
            400,
            "0x80040203",
            "Cannot update Closed or Cancelled Activity",
        )
    }

    pub(super) fn method_not_allowed(method: &http::Method) -> Self {
        Self::new(
            405,
            "0x80060888",
            format!("The requested resource does not support http method '{method}'."),
        )
    }

    pub(super) fn body(&self) -> Vec<u8> {
        json!({"error": {"code": self.code, "message": self.message}})
            .to_string()
            .into_bytes()
    }
}
