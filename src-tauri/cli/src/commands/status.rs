//! `status`.

use std::path::Path;

use ringlog_core::status::{Light, PartState};
use ringlog_engine::ports::{Clock, SystemClock};
use ringlog_engine::status::status;

use super::{Ended, unprinted};
use crate::exit::Exit;
use crate::print::{self, Printer};
use crate::session::Reading;

pub(super) fn run(profile: Option<&Path>, printer: Printer) -> Ended {
    let reading = Reading::open(profile)?;
    reading.config.require_readable()?;
    let ledger = reading.ledger()?;
    let settings = reading.effective()?.settings;
    let view = status(ledger.as_ref(), &settings, SystemClock.now())?;
    printer
        .result(&view, &print::status(&view))
        .map_err(unprinted)?;
    Ok(match (view.parts.sign_in.state, view.light) {
        (PartState::Off | PartState::Attention, _) => Exit::SignIn,
        (_, Light::Green) => Exit::Done,
        (_, Light::Amber | Light::Red | Light::Grey) => Exit::NeedsPerson,
    })
}
