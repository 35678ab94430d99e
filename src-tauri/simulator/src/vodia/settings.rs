//! What a user may read about the extension and the tenant (`reference/vodia.md`, section 6).

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::{Access, State, ok, refusal};

impl State {
    /// `/rest/domain/{domain}/account/{extension}/user_settings`.
    pub(super) fn user_settings(
        &self,
        tenant: &str,
        domain: &str,
        extension: &str,
        user: &str,
    ) -> Response<Bytes> {
        let is_self = domain == "self" && extension == "self";
        let is_named = domain == tenant && extension == user;
        match self.habits.user_settings {
            Access::Forbidden => refusal(StatusCode::FORBIDDEN),
            Access::UnderSelf if is_self => self.own_settings(user),
            Access::UnderName if is_named => self.own_settings(user),
            Access::UnderName if domain == tenant => refusal(StatusCode::FORBIDDEN),
            Access::UnderSelf | Access::UnderName | Access::Missing => {
                refusal(StatusCode::NOT_FOUND)
            }
        }
    }

    /// `/rest/domain/{domain}/settings` and `/config`.
    pub(super) fn tenant_settings(&self, tenant: &str, domain: &str) -> Response<Bytes> {
        let is_readable = match self.habits.tenant_settings {
            Access::Forbidden => return refusal(StatusCode::FORBIDDEN),
            Access::Missing => false,
            Access::UnderSelf => domain == "self",
            Access::UnderName => domain == tenant,
        };
        if !is_readable {
            return refusal(StatusCode::NOT_FOUND);
        }
        ok(&json!({
            "name": tenant,
            "country_code": self.habits.country_code,
            "area_code": "",
            "cdr_keep": "4w",
        }))
    }

    fn own_settings(&self, user: &str) -> Response<Bytes> {
        let Some(extension) = self.extensions.get(user) else {
            return refusal(StatusCode::NOT_FOUND);
        };
        let field = |name: &str, value: &str| json!({ "name": name, "value": value });
        let settings: Value = json!({
            "email_address": field("email_address", &extension.email),
            "first_name": field("first_name", &extension.first_name),
            "display_name": field("display_name", &extension.last_name),
            "position": field("position", ""),
        });
        ok(&json!({ "table": "users", "settings": settings }))
    }
}
