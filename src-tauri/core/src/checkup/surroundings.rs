//! Findings about the computer Ringlog runs on, and where it stands.

use super::{Check, Finding};
use crate::phone::DialPlan;
use crate::phrase::Phrase;
use crate::settings::key::Key;

/// Less room than this is used up by one update of the system.
const AVAILABLE_BYTES_MIN: u64 = 200 * 1024 * 1024;
const BYTES_OF_MEGABYTE: u64 = 1024 * 1024;
/// Microsoft allows its tokens five minutes of difference, and a person sees no less in the times of calls.
const AHEAD_SECONDS_MAX: i64 = 300;
const SECONDS_OF_MINUTE: i64 = 60;

/// Whether the profile can be written, and for how long still.
#[must_use]
pub fn profile(written: Result<(), String>, available_bytes: Option<u64>) -> Finding {
    if let Err(detail) = written {
        return Finding::failed(
            Check::Profile,
            Phrase::new("finding-profile-not-writable").with("detail", detail),
            Phrase::new("cure-profile"),
        );
    }
    match available_bytes {
        Some(bytes) if bytes < AVAILABLE_BYTES_MIN => Finding::attention(
            Check::Profile,
            Phrase::new("finding-disk-nearly-full").with("megabytes", bytes / BYTES_OF_MEGABYTE),
            Phrase::new("cure-disk"),
        ),
        Some(_) | None => Finding::ok(Check::Profile, Phrase::new("finding-profile-fine")),
    }
}

/// Whether numbers without a country code are read as the PBX means them: its country calling code is told, if it is.
#[must_use]
pub fn region(region: Option<&str>, country_code: Option<&str>) -> Finding {
    let Some(plan) = region.and_then(|region| DialPlan::new(region).ok()) else {
        let unknown = Phrase::new("region-unknown");
        return Finding::failed(Check::Region, unknown.clone(), unknown.attribute("next"))
            .with_command(format!("ringlogctl config set {} GB", Key::Region))
            .with_setting(Key::Region);
    };
    let of_pbx = country_code.and_then(DialPlan::of_country_code);
    match (of_pbx, country_code) {
        (Some(of_pbx), Some(code)) if of_pbx.country_code() != plan.country_code() => {
            Finding::attention(
                Check::Region,
                Phrase::new("finding-region-differs")
                    .with("region", plan.region())
                    .with("country-code", code.trim_start_matches('+')),
                Phrase::new("cure-region"),
            )
            .with_command(format!(
                "ringlogctl config set {} {}",
                Key::Region,
                of_pbx.region()
            ))
            .with_setting(Key::Region)
        }
        (Some(_) | None, _) => Finding::ok(
            Check::Region,
            Phrase::new("finding-region-fine").with("region", plan.region()),
        ),
    }
}

/// Whether the clock goes with those of the servers, by how far theirs was ahead of it in their last answer.
#[must_use]
pub fn clock(ahead_seconds: Option<i64>) -> Finding {
    let wrong = |sentence: Phrase, seconds: i64| {
        Finding::attention(
            Check::Clock,
            sentence.with("minutes", seconds / SECONDS_OF_MINUTE),
            Phrase::new("cure-clock"),
        )
    };
    match ahead_seconds {
        None => Finding::skipped(Check::Clock, Phrase::new("finding-clock-not-told")),
        Some(seconds) if seconds > AHEAD_SECONDS_MAX => {
            wrong(Phrase::new("finding-clock-behind"), seconds)
        }
        Some(seconds) if seconds < -AHEAD_SECONDS_MAX => {
            wrong(Phrase::new("finding-clock-ahead"), -seconds)
        }
        Some(_) => Finding::ok(Check::Clock, Phrase::new("finding-clock-fine")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    fn check(finding: &Finding, verdict: Verdict, words: &str) {
        assert_eq!(finding.verdict, verdict, "{finding:?}");
        let said = finding.finding.to_string();
        assert!(said.contains(words), "{said}");
        let needs_cure = matches!(verdict, Verdict::Attention | Verdict::Failed);
        assert_eq!(finding.cure.is_some(), needs_cure, "{finding:?}");
    }

    #[test]
    fn a_profile_that_cannot_be_written_is_worse_than_one_with_little_room() {
        let no = || Err("read-only file system".to_owned());
        check(&profile(no(), Some(0)), Verdict::Failed, "read-only");
        check(
            &profile(Ok(()), Some(199 * BYTES_OF_MEGABYTE)),
            Verdict::Attention,
            "199",
        );
        check(&profile(Ok(()), Some(AVAILABLE_BYTES_MIN)), Verdict::Ok, "");
        check(&profile(Ok(()), None), Verdict::Ok, "");
    }

    #[test]
    fn a_region_is_wrong_if_the_pbx_stands_in_another_country() {
        check(&region(None, Some("44")), Verdict::Failed, "not known");
        check(&region(Some("GB"), Some("44")), Verdict::Ok, "GB");
        check(&region(Some("GB"), None), Verdict::Ok, "GB");
        check(&region(Some("GB"), Some("no code")), Verdict::Ok, "GB");
        // Canada and the United States share theirs.
        check(&region(Some("CA"), Some("1")), Verdict::Ok, "CA");
        let wrong = region(Some("GB"), Some("+49"));
        check(&wrong, Verdict::Attention, "+49");
        assert_eq!(
            wrong.command.as_deref(),
            Some("ringlogctl config set numbers.region DE")
        );
    }

    #[test]
    fn a_clock_may_be_off_by_minutes_and_no_more() {
        check(&clock(None), Verdict::Skipped, "");
        check(&clock(Some(0)), Verdict::Ok, "");
        check(&clock(Some(300)), Verdict::Ok, "");
        check(&clock(Some(-300)), Verdict::Ok, "");
        check(&clock(Some(3_600)), Verdict::Attention, "60 minutes slow");
        check(&clock(Some(-600)), Verdict::Attention, "10 minutes fast");
    }
}
