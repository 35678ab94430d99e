//! `GET /rest/user/{account}/history` (`reference/vodia.md`, section 5).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::{Order, Shape, SimulatedCall, State, ok, refusal};

/// The default size of a listing (`reference/vodia.md`, section 5, Retention).
const PAGE_SIZE_DEFAULT: usize = 30;

impl State {
    pub(super) fn history(
        &self,
        tenant: &str,
        extension: &str,
        query: &BTreeMap<String, String>,
    ) -> Response<Bytes> {
        if self.habits.refuses_query && !query.is_empty() {
            return refusal(StatusCode::BAD_REQUEST);
        }
        let calls = self.listed(extension);
        let page: Vec<Value> = self
            .page(&calls, query)
            .iter()
            .map(|call| call.row(extension, tenant))
            .collect();
        let has_api2 = query.get("api").is_some_and(|value| value == "2");
        match (self.habits.shape, has_api2) {
            (Shape::Wrapper, _) | (Shape::ArrayUnlessApi2 | Shape::NumberUnlessApi2, true) => {
                ok(&self.wrapper(&calls, page))
            }
            (Shape::Array, _) | (Shape::ArrayUnlessApi2, false) => ok(&Value::Array(page)),
            (Shape::NumberUnlessApi2, false) => ok(&json!(calls.len())),
        }
    }

    fn listed(&self, extension: &str) -> Vec<&SimulatedCall> {
        let mut calls: Vec<_> = self
            .calls
            .get(extension)
            .into_iter()
            .flatten()
            .filter(|call| !self.hidden.contains(&call.id))
            .collect();
        match self.habits.order {
            Order::NewestFirst => calls.sort_by_key(|call| Reverse(call.started_at)),
            Order::OldestFirst => calls.sort_by_key(|call| call.started_at),
            Order::LastEndedFirst => {
                calls.sort_by_key(|call| Reverse(call.ended_at.unwrap_or(jiff::Timestamp::MAX)));
            }
        }
        calls
    }

    fn page<'a, 'b>(
        &self,
        calls: &'b [&'a SimulatedCall],
        query: &BTreeMap<String, String>,
    ) -> &'b [&'a SimulatedCall] {
        if !self.habits.paging {
            return calls;
        }
        let number = |key: &str| query.get(key).and_then(|text| text.parse::<usize>().ok());
        let size = number("size")
            .unwrap_or(PAGE_SIZE_DEFAULT)
            .clamp(1, self.habits.page_size_max);
        let page = number("page").unwrap_or(1).max(1);
        calls.chunks(size).nth(page - 1).unwrap_or_default()
    }

    fn wrapper(&self, calls: &[&SimulatedCall], page: Vec<Value>) -> Value {
        let missed = calls
            .iter()
            .filter(|call| call.is_inbound && call.answered_at.is_none())
            .count();
        let mut wrapper = json!({
            "missed": missed,
            "missedspan": 86_400,
            "categories": "{}",
            "data": page,
        });
        if self.habits.total
            && let Some(object) = wrapper.as_object_mut()
        {
            object.insert("total".to_owned(), json!(calls.len()));
        }
        wrapper
    }
}
