//! `cargo xtask planted`: faults that tests must catch, put one by one into a throw-away copy of the work tree.

use std::fmt;

mod report;
mod trial;

pub(crate) use trial::{run, run_one};

/// A fault.
struct Fault {
    /// What goes wrong with it, in plain words.
    name: &'static str,
    /// Where it is put in, below the root.
    file: &'static str,
    /// What stands there, once.
    text: &'static str,
    /// What stands there instead.
    replacement: &'static str,
    /// The tests that fail with it, each of them.
    caught_by: &'static [Test],
}

/// A test.
struct Test {
    binary: Binary,
    /// As the test binary names it.
    name: &'static str,
}

/// The test binaries that catch something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binary {
    Core,
    Engine,
    Promises,
}

impl Binary {
    const ALL: [Self; 3] = [Self::Core, Self::Engine, Self::Promises];

    /// What cargo calls it.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Core => &["--package", "ringlog-core", "--lib"],
            Self::Engine => &["--package", "ringlog-engine", "--lib"],
            Self::Promises => &["--package", "ringlog-tests", "--test", "promises"],
        }
    }
}

/// As proof.md names it: the promises, being most, without a package.
impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.binary {
            Binary::Core => write!(f, "ringlog-core {}", self.name),
            Binary::Engine => write!(f, "ringlog-engine {}", self.name),
            Binary::Promises => f.write_str(self.name),
        }
    }
}

const fn core(name: &'static str) -> Test {
    Test {
        binary: Binary::Core,
        name,
    }
}

const fn engine(name: &'static str) -> Test {
    Test {
        binary: Binary::Engine,
        name,
    }
}

const fn promise(name: &'static str) -> Test {
    Test {
        binary: Binary::Promises,
        name,
    }
}

const FAULTS: &[Fault] = &[
    Fault {
        name: "The id of a record is not kept before the record is sent",
        file: "src-tauri/engine/src/pass/delivering.rs",
        text: "            self.ledger\n                .begin_attempt(&ids, to.account.organization, self.now())?;\n",
        replacement: "            drop(ids);\n",
        caught_by: &[
            promise(
                "already_logged::ringlogs_own_record_that_a_crash_left_is_not_given_up_for_another_writer_s",
            ),
            promise(
                "what_is_logged::a_call_that_may_stand_in_dynamics_already_is_not_left_out_by_a_new_rule",
            ),
        ],
    },
    Fault {
        name: "The watermark passes pages that were not read yet",
        file: "src-tauri/engine/src/pass/polling.rs",
        text: "let is_last = matches!(following, Ok(None));",
        replacement: "let is_last = true;",
        caught_by: &[promise(
            "outages::a_history_that_breaks_off_after_its_first_page_is_read_from_where_it_was_whole",
        )],
    },
    Fault {
        name: "The watermark passes a call that still goes on",
        file: "src-tauri/core/src/poller.rs",
        text: "oldest_open.map_or(newest, |open| newest.min(open))",
        replacement: "oldest_open.map_or(newest, |open| newest.max(open))",
        caught_by: &[
            core("poller::tests::the_watermark_stops_before_a_call_that_is_not_settled"),
            core("poller::tests::the_watermark_only_moves_forward_and_never_past_an_open_call"),
        ],
    },
    Fault {
        name: "A record that is there already counts as refused (412)",
        file: "src-tauri/engine/src/dynamics/delivery.rs",
        text: "        Err(fault) if fault.kind == FaultKind::AlreadyExists => Progress::Exists(fault),\n        Err(fault) if may_go_in_two_steps(&fault)",
        replacement: "        Err(fault) if may_go_in_two_steps(&fault)",
        caught_by: &[
            promise("dropped_answers::a_lost_reply_loses_no_call_and_logs_none_twice"),
            promise("two_computers::two_computers_that_take_turns_log_each_call_once"),
            promise(
                "simulated_worlds::in_every_world_each_call_stands_once_on_the_right_record_and_nothing_waits_for_ever",
            ),
        ],
    },
    Fault {
        name: "A contact that is there already is written over",
        file: "src-tauri/engine/src/dynamics/delivery.rs",
        text: "&wire::contact(contact)).with(\"If-None-Match\", \"*\")",
        replacement: "&wire::contact(contact))",
        caught_by: &[engine(
            "dynamics::delivery::tests::one_contact_is_made_for_all_calls_of_a_number",
        )],
    },
    Fault {
        name: "Two numbers are the same when their last seven digits are",
        file: "src-tauri/core/src/contact_match.rs",
        text: ".any(|theirs| theirs.is_same_line(number))",
        replacement: ".any(|theirs| theirs.e164().chars().rev().take(7).eq(number.e164().chars().rev().take(7)))",
        caught_by: &[engine(
            "dynamics::tests::matches::any_spelling_is_found_and_shared_last_digits_are_not",
        )],
    },
    Fault {
        name: "The access token stands in the log at the level debug",
        file: "src-tauri/engine/src/dynamics/client.rs",
        text: "?service_request_id, \"Dynamics answered\"",
        replacement: "?service_request_id, bearer = token.expose(), \"Dynamics answered\"",
        caught_by: &[promise(
            "secrets_stay_secret::no_token_code_verifier_or_password_is_ever_written_or_shown",
        )],
    },
    Fault {
        name: "Whoever sends elsewhere is followed with the token",
        file: "src-tauri/engine/src/http.rs",
        text: "redirect::Policy::none()",
        replacement: "redirect::Policy::limited(10)",
        caught_by: &[engine(
            "http::tests::whoever_sends_elsewhere_is_not_followed_with_the_token",
        )],
    },
    Fault {
        name: "An answer to a sign-in is taken whatever its state",
        file: "src-tauri/engine/src/oauth/loopback.rs",
        text: "if !is_right || states.next().is_some() {",
        replacement: "if states.next().is_some() && !is_right {",
        caught_by: &[engine(
            "oauth::loopback::tests::strangers_are_turned_away_and_do_not_end_the_attempt",
        )],
    },
    Fault {
        name: "A refresh token that was renewed is not kept",
        file: "src-tauri/engine/src/oauth/token_source.rs",
        text: "            self.save(state).await?;\n        } else {",
        replacement: "        } else {",
        caught_by: &[
            engine(
                "oauth::tests::lending::the_rotated_token_is_stored_before_the_access_token_is_lent",
            ),
            promise(
                "a_lost_sign_in::a_token_that_rotates_is_renewed_silently_for_days_and_across_restarts",
            ),
        ],
    },
    Fault {
        name: "A pause that a system asks for is not kept (Retry-After)",
        file: "src-tauri/engine/src/http.rs",
        text: "Some(seconds.min(RETRY_AFTER_SECONDS_MAX))",
        replacement: "Some(seconds.min(1))",
        caught_by: &[
            promise("outages::a_pause_dynamics_asks_for_is_kept_by_every_call_of_the_account"),
            promise("event_loop::a_pause_the_pbx_asks_for_is_kept_whatever_else_wakes_the_engine"),
        ],
    },
    Fault {
        name: "A password that the PBX refused is tried again",
        file: "src-tauri/engine/src/pass.rs",
        text: "        if self.is_pbx_refused()? {\n            return Err(PollError::RefusedBefore);",
        replacement: "        if false {\n            return Err(PollError::RefusedBefore);",
        caught_by: &[promise(
            "the_pbx_password::a_password_changed_on_the_pbx_is_tried_once_and_never_again_until_a_new_login",
        )],
    },
    Fault {
        name: "A correction goes to whatever version of a record there is (If-Match: *)",
        file: "src-tauri/engine/src/dynamics/correction.rs",
        text: ".with(\"If-Match\", version.to_owned())",
        replacement: ".with(\"If-Match\", version.replace(version, \"*\"))",
        caught_by: &[
            promise(
                "a_colleague_in_between::what_a_colleague_writes_between_the_look_and_the_change_is_kept",
            ),
            engine(
                "dynamics::correction::tests::only_the_version_that_was_read_is_opened_changed_and_closed_as_it_was",
            ),
        ],
    },
    Fault {
        name: "The never-log list stands in the text for support",
        file: "src-tauri/core/src/diagnostics.rs",
        text: "Key::NeverLog => return \"not shown\".to_owned(),",
        replacement: "Key::NeverLog => Shown::Itself,",
        caught_by: &[promise(
            "the_text_for_support::a_call_on_the_never_log_list_leaves_no_trace",
        )],
    },
    Fault {
        name: "A second process is not kept out of a profile",
        file: "src-tauri/engine/src/profile/lock.rs",
        text: "                return Err(LockError::Held { by });\n",
        replacement: "                drop(LockError::Held { by });\n",
        caught_by: &[
            engine(
                "profile::lock::tests::a_second_taker_is_told_who_has_the_profile_until_it_is_dropped",
            ),
            promise(
                "ringlogctl::one_profile::who_would_write_beside_another_process_is_told_which_one",
            ),
        ],
    },
    Fault {
        name: "A question that was answered is asked again",
        file: "src-tauri/engine/src/pass/deciding.rs",
        text: "let mut remembered = self.ledger.remembered(organization)?;",
        replacement: "let mut remembered = self.ledger.remembered(organization)?;\n        remembered.clear();",
        caught_by: &[promise(
            "choosing::who_was_chosen_once_is_not_asked_about_again",
        )],
    },
    Fault {
        name: "A question is announced in every pass",
        file: "src-tauri/core/src/notice/needed.rs",
        text: "&& told.insert(cause.clone())",
        replacement: "&& (told.insert(cause.clone()) || true)",
        caught_by: &[promise(
            "asking_the_engine::a_lost_sign_in_is_announced_once_however_many_passes_meet_it",
        )],
    },
    Fault {
        name: "The light is green while a system is down",
        file: "src-tauri/core/src/status.rs",
        text: "            Self::Fine => PartState::Ok,",
        replacement: "            Self::Fine | Self::Unreachable { .. } => PartState::Ok,",
        caught_by: &[
            promise("the_light::the_worst_part_decides_and_a_good_answer_clears_it"),
            promise("outages::a_dynamics_that_was_away_is_caught_up_with"),
        ],
    },
    Fault {
        name: "A damaged ledger is used as it is",
        file: "src-tauri/engine/src/ledger/open.rs",
        text: "            check(&connection)?;",
        replacement: "            check(&connection).ok();",
        caught_by: &[engine(
            "ledger::open::tests::a_large_ledger_that_was_not_closed_is_read_through",
        )],
    },
];

#[cfg(test)]
mod tests;
