//! The checks of this computer: profile, settings, clock, pause.

use std::io::Write;

use ringlog_core::checkup::{Check, Finding, calls, surroundings};
use ringlog_core::phrase::Phrase;
use ringlog_core::settings::key::Key;
use ringlog_core::settings::layers::{MisplacedValue, Origin};

use super::SET_A_SETTING;
use crate::config::Unreadable;
use crate::engine::Engine;
use crate::problem::Problem;
use crate::profile::Profile;

/// As much as the ledger writes for a few calls.
const PROBE_BYTES: usize = 64 * 1024;

impl Engine {
    pub(super) fn examine_profile(&self) -> Finding {
        let directory = self.profile().logs_directory();
        let available = fs4::available_space(&directory).ok();
        surroundings::profile(probe(self.profile()), available)
    }

    pub(super) fn examine_settings(&self) -> Finding {
        if let Some(Unreadable { origin, sentence }) = self.config().unreadable() {
            let cure = Phrase::new(match origin {
                Origin::Policy => "cure-policy-unreadable",
                Origin::Default | Origin::File | Origin::Environment => "cure-settings-file",
            });
            return Finding::failed(Check::Settings, sentence, cure);
        }
        let settings = self.settings();
        let missing: Vec<&str> = [
            (Key::PbxUrl, settings.pbx.url.is_none()),
            (Key::Extension, settings.pbx.extension.is_none()),
            (
                Key::OrganizationUrl,
                settings.dynamics.organization_url.is_none(),
            ),
            (Key::ClientId, settings.microsoft.client_id.is_none()),
        ]
        .into_iter()
        .filter_map(|(key, is_missing)| is_missing.then_some(key.name()))
        .collect();
        if !missing.is_empty() {
            return Finding::failed(
                Check::Settings,
                Phrase::new("finding-not-set").with("names", missing.join(", ")),
                Phrase::new("cure-set"),
            )
            .with_command(SET_A_SETTING);
        }
        let effective = self.effective();
        let problems = &effective.problems;
        let warnings = self.config().warnings().into_iter();
        let Some(wrong) = Phrase::all(warnings.chain(problems.iter().map(MisplacedValue::phrase)))
        else {
            return Finding::ok(Check::Settings, Phrase::new("finding-settings-fine"));
        };
        let of_policy = |problem: &MisplacedValue| problem.origin == Origin::Policy;
        let is_overruled = |problem: &MisplacedValue| effective.is_locked(problem.problem.key);
        let own = |problem: &MisplacedValue| !of_policy(problem) && !is_overruled(problem);
        let has = |is_such: &dyn Fn(&MisplacedValue) -> bool| problems.iter().any(is_such);
        let cures = [
            has(&own).then(|| Phrase::new("cure-correct")),
            has(&of_policy).then(|| Phrase::new("cure-policy")),
            has(&|problem| !of_policy(problem) && is_overruled(problem))
                .then(|| Phrase::new("cure-overruled")),
        ];
        match Phrase::all(cures.into_iter().flatten()) {
            Some(cure) if has(&own) => {
                Finding::attention(Check::Settings, wrong, cure).with_command(SET_A_SETTING)
            }
            Some(cure) => Finding::attention(Check::Settings, wrong, cure),
            None => Finding::attention(Check::Settings, wrong, Phrase::new("cure-correct-there")),
        }
    }

    pub(super) fn examine_region(&self) -> Result<Finding, Problem> {
        let settings = self.settings();
        let identity = match (settings.pbx.source(), &settings.pbx.extension) {
            (Some(source), Some(extension)) => self.ledger().pbx_identity(&source, extension)?,
            (None | Some(_), _) => None,
        };
        let country_code = identity.and_then(|found| found.value.country_code);
        Ok(surroundings::region(
            settings.region.as_deref(),
            country_code.as_deref(),
        ))
    }

    pub(super) fn examine_pause(&self) -> Result<Finding, Problem> {
        Ok(calls::pause(self.ledger().paused_until(self.now())?))
    }
}

/// Proves by a write that the profile can keep something more.
fn probe(profile: &Profile) -> Result<(), String> {
    let directory = profile.logs_directory();
    let written = tempfile::tempfile_in(directory).and_then(|mut file| {
        file.write_all(&vec![0; PROBE_BYTES])?;
        file.sync_all()
    });
    written.map_err(|error| error.to_string())
}
