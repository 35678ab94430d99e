//! `choices` and `choices forget`.

use std::path::Path;

use ringlog_engine::problem::Problem;

use super::{Ended, unprinted};
use crate::args::ChoicesAction;
use crate::exit::Exit;
use crate::print::{self, Printer};
use crate::session::{Reading, Writing};

pub(super) async fn run(
    action: Option<&ChoicesAction>,
    profile: Option<&Path>,
    printer: Printer,
) -> Ended {
    let choices = match action {
        None => match Reading::open(profile)?.ledger()? {
            Some(ledger) => ledger.choices()?,
            None => Vec::new(),
        },
        Some(ChoicesAction::Forget { number }) => {
            let mut writing = Writing::open(profile, printer).await?;
            writing.engine.forget_choice(number)?;
            writing.engine.ledger().choices().map_err(Problem::from)?
        }
    };
    printer
        .result(&choices, &print::choices(&choices))
        .map_err(unprinted)?;
    Ok(Exit::Done)
}
