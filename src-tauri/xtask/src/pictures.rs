//! `cargo xtask pictures`: the pictures of the README, made of the real app on a desktop of its own.

use crate::step::{self, Failure};
use crate::system_packages::{self, APP, DESKTOP, KEYCHAIN};
use crate::{desktop, scratch, test, ui};

/// Where they are kept; their names are those of the tests that make them.
const KEPT_IN: &str = "ui/screenshots";

/// Makes all of them anew.
pub(crate) fn run() -> Result<(), Failure> {
    system_packages::install_missing(&[APP, KEYCHAIN, DESKTOP])?;
    ui::build()?;
    let directory = step::root().join(KEPT_IN);
    scratch::create_directory(&directory)?;
    let mut tests = test::on_the_desktop()?;
    tests.arg("pictures::").env("RINGLOG_PICTURES", directory);
    desktop::step("pictures of the app", &tests)?;
    step::say(&format!("The pictures are in {KEPT_IN}."));
    Ok(())
}
