//! The page's types, made of Rust's: `cargo xtask bindings` writes them, and a test keeps them fresh.

use std::path::PathBuf;

use ts_rs::{Config, TS};

use super::backfill::{BackfillLine, DaysAsked, PlanView, PlannedLine, TotalsShown};
use super::calls::{
    ActedLine, CallAct, CallAction, CallCount, CallDetail, CallFilter, CallRow, HistoryLine,
};
use super::first_run::{Field, FirstRun, Known, OrganizationAnswers, PbxAnswers, Step};
use super::help::{About, FindingLine, Link};
use super::records::{ChoiceLine, Question, RecordLine};
use super::settings::{ChoiceOption, Editor, SettingGroup, SettingLine, SettingsView};
use super::support::{FaultLine, NumberLine, NumbersView, SavedFile};
use super::tray::Pause;
use super::{
    AccountView, Activity, CountsShown, Cure, Icon, LightView, PartLine, Purpose, Trouble, View,
};
use crate::backfill::Prospect;
use crate::call::{Direction, Outcome};
use crate::checkup::{Check, Verdict};
use crate::contact_match::Entity;
use crate::delivery::State;
use crate::language::Language;
use crate::settings::layers::Origin;
use crate::status::{Light, Part, PartState};

/// Set by `cargo xtask bindings`.
const WRITE: &str = "RINGLOG_WRITE_BINDINGS";

fn declaration<T: TS>() -> String {
    let declared = T::decl(&Config::new());
    // A line for each comment, and none for the blanks behind it.
    let compact = declared
        .replace("/**\n * ", "/** ")
        .replace("\n */\n", " */\n");
    let lines: Vec<&str> = compact.lines().map(str::trim_end).collect();
    format!("export {}\n", lines.join("\n"))
}

fn bindings() -> String {
    let declarations = [
        declaration::<View>(),
        declaration::<LightView>(),
        declaration::<Light>(),
        declaration::<Icon>(),
        declaration::<PartLine>(),
        declaration::<Part>(),
        declaration::<PartState>(),
        declaration::<Cure>(),
        declaration::<AccountView>(),
        declaration::<Activity>(),
        declaration::<Purpose>(),
        declaration::<Trouble>(),
        declaration::<CountsShown>(),
        declaration::<Language>(),
        declaration::<FirstRun>(),
        declaration::<Step>(),
        declaration::<Known>(),
        declaration::<Field>(),
        declaration::<PbxAnswers>(),
        declaration::<OrganizationAnswers>(),
        declaration::<CallRow>(),
        declaration::<Direction>(),
        declaration::<Outcome>(),
        declaration::<State>(),
        declaration::<CallDetail>(),
        declaration::<HistoryLine>(),
        declaration::<CallAct>(),
        declaration::<CallAction>(),
        declaration::<ActedLine>(),
        declaration::<Question>(),
        declaration::<RecordLine>(),
        declaration::<Entity>(),
        declaration::<ChoiceLine>(),
        declaration::<CallFilter>(),
        declaration::<CallCount>(),
        declaration::<SettingsView>(),
        declaration::<SettingGroup>(),
        declaration::<SettingLine>(),
        declaration::<Editor>(),
        declaration::<ChoiceOption>(),
        declaration::<Origin>(),
        declaration::<FindingLine>(),
        declaration::<Check>(),
        declaration::<Verdict>(),
        declaration::<Pause>(),
        declaration::<DaysAsked>(),
        declaration::<PlanView>(),
        declaration::<TotalsShown>(),
        declaration::<PlannedLine>(),
        declaration::<Prospect>(),
        declaration::<BackfillLine>(),
    ];
    file("desktop.rs", &declarations)
}

fn bindings_of_support() -> String {
    let declarations = [
        declaration::<About>(),
        declaration::<Link>(),
        declaration::<NumbersView>(),
        declaration::<FaultLine>(),
        declaration::<NumberLine>(),
        declaration::<SavedFile>(),
    ];
    file("desktop/help.rs and desktop/support.rs", &declarations)
}

fn file(source: &str, declarations: &[String]) -> String {
    format!(
        "// Made of the types in src-tauri/core/src/{source} by `cargo xtask bindings`; not to be edited.\n\n{}",
        declarations.join("\n")
    )
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the types of the page are a file of the tree"
)]
fn the_page_s_types_are_those_of_rust() {
    for (name, fresh) in [
        ("bindings.ts", bindings()),
        ("bindings-support.ts", bindings_of_support()),
    ] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../../ui/src")
            .join(name);
        if std::env::var_os(WRITE).is_some() {
            std::fs::write(&path, &fresh).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            kept.replace("\r\n", "\n"),
            fresh,
            "make them anew with `cargo xtask bindings`"
        );
    }
}
