//! `cargo xtask bindings`: what the page has of Rust, its types and the licences of the crates, made anew.

use crate::step::{self, Failure, cargo};
use crate::ui;

/// Writes `ui/src/bindings.ts`, `ui/src/bindings-support.ts` and `ui/src/licences.json`.
pub(crate) fn run() -> Result<(), Failure> {
    step::run(
        "types of the page",
        cargo(&[
            "test",
            "--quiet",
            "--locked",
            "--package",
            "ringlog-core",
            "the_page_s_types",
        ])
        .env("RINGLOG_WRITE_BINDINGS", "1"),
    )?;
    ui::install()?;
    step::run("licences", &mut ui::npm(&["run", "licences"]))
}
