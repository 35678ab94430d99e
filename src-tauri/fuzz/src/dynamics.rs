//! What Dynamics answers.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use ringlog_core::fault::Fault;
use ringlog_core::organization::OrganizationUrl;
use ringlog_core::phone::DialPlan;
use ringlog_core::token::AccessToken;
use ringlog_engine::dynamics::batch::ItemAnswer;
use ringlog_engine::dynamics::{Client, Credentials, batch as codec};
use ringlog_engine::ports::{Clock, Transport};

use crate::surroundings::{Network, Standing, answer, assert_is_plain, first_line, run};

struct Lender;

impl Credentials for Lender {
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, Fault>> {
        let until: Timestamp = Standing.now() + SignedDuration::from_hours(1);
        async move { Ok(AccessToken::new("token".to_owned(), until)) }.boxed()
    }

    fn invalidate(&self, _claims: Option<String>) -> BoxFuture<'_, ()> {
        async {}.boxed()
    }
}

/// The answer to a `$batch`: the first line is its content type.
pub fn batch(bytes: &[u8]) {
    let (content_type, body) = first_line(bytes);
    let delimiters = body.windows(2).filter(|two| *two == b"--").count();
    match codec::read(&String::from_utf8_lossy(content_type), body) {
        Ok(answers) => {
            let parts: usize = answers.iter().map(count).sum();
            assert!(parts <= delimiters, "{parts} parts in {delimiters}");
        }
        Err(unreadable) => assert_is_plain(&unreadable),
    }
    let (content_type, body) = (content_type.to_vec(), body.to_vec());
    let network = Network::answering(move |_| answer(200, &content_type, &body));
    let client = Client::new(
        Arc::clone(&network) as Arc<dyn Transport>,
        Arc::new(Standing),
        Arc::new(Standing),
        Arc::new(Lender),
        OrganizationUrl::parse("https://contoso.crm4.dynamics.com").unwrap(),
    );
    run(async {
        let plan = DialPlan::new("GB").unwrap();
        match client.find_records("Holm", &plan).await {
            Ok(records) => assert!(records.len() <= delimiters * bytes.len()),
            Err(fault) => assert_is_plain(&fault.message),
        }
        assert!(network.requests() <= 2, "asked again for nothing");
    });
}

fn count(answer: &ItemAnswer) -> usize {
    match answer {
        ItemAnswer::Single(_) => 1,
        ItemAnswer::Changeset(answers) => answers.len(),
    }
}
