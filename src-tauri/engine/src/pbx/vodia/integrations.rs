//! Whether the PBX's own Dynamics integration is on (`reference/vodia.md`, section 10, "Double logging").
//!
//! The shape of the answer is not documented: anything that names Dynamics and is not switched off counts.

use serde_json::Value;

/// What names Dynamics in a setting or a list of integrations, in small letters.
const NAMES: [&str; 3] = ["dynamics", "d365", "msdyn"];
/// What switches a named integration off or on where it is an object.
const SWITCHES: [&str; 4] = ["enabled", "active", "on", "configured"];

/// Whether the answer says that calls are written into Dynamics.
pub(super) fn names_dynamics(answer: &Value) -> bool {
    match answer {
        Value::Object(fields) => {
            let has_name = fields
                .get("name")
                .or_else(|| fields.get("type"))
                .is_some_and(is_name);
            (has_name && is_on(answer))
                || fields
                    .iter()
                    .any(|(key, value)| (is_named(key) && is_on(value)) || names_dynamics(value))
        }
        Value::Array(entries) => entries
            .iter()
            .any(|entry| is_name(entry) || names_dynamics(entry)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn is_name(value: &Value) -> bool {
    value.as_str().is_some_and(is_named)
}

fn is_named(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    NAMES.iter().any(|name| text.contains(name))
}

fn is_on(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(on) => *on,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => {
            let text = text.trim().to_ascii_lowercase();
            !matches!(text.as_str(), "" | "false" | "0" | "no" | "off" | "none")
        }
        Value::Array(entries) => !entries.is_empty(),
        Value::Object(fields) => match SWITCHES.iter().find_map(|name| fields.get(*name)) {
            Some(switch) => is_on(switch),
            None => !fields.is_empty(),
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn check(answer: &Value, expected: bool) {
        assert_eq!(names_dynamics(answer), expected, "{answer}");
    }

    #[test]
    fn an_integration_that_is_on_is_seen_in_whatever_shape() {
        check(&json!({"dynamics365": true}), true);
        check(&json!({"Dynamics365": "true", "hubspot": "false"}), true);
        check(&json!({"dynamics365": {"enabled": true}}), true);
        check(
            &json!({"dynamics365": {"url": "https://contoso.crm4.dynamics.com"}}),
            true,
        );
        check(&json!(["hubspot", "dynamics365"]), true);
        check(
            &json!([{"name": "Microsoft Dynamics 365", "active": 1}]),
            true,
        );
        check(&json!({"integrations": [{"type": "msdyn"}]}), true);
    }

    #[test]
    fn an_integration_that_is_off_or_another_one_is_not() {
        check(&json!({"dynamics365": false}), false);
        check(&json!({"dynamics365": ""}), false);
        check(
            &json!({"dynamics365": {"enabled": "false", "url": "x"}}),
            false,
        );
        check(
            &json!({"hubspot": true, "salesforce": {"enabled": true}}),
            false,
        );
        check(&json!([{"name": "dynamics365", "enabled": false}]), false);
        check(&json!([]), false);
        check(&json!(null), false);
        check(&json!("dynamics365"), false);
    }

    proptest! {
        #[test]
        fn other_names_never_count(key in "[a-c]{1,8}", value in any::<bool>()) {
            let answer = Value::from_iter([(key, value)]);
            prop_assert!(!names_dynamics(&answer));
        }
    }
}
