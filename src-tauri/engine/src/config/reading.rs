//! What was read last of a place where settings are kept, and what holds while it cannot be read.

use ringlog_core::phrase::Phrase;
use ringlog_core::settings::layers::Layer;

/// What a place holds now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) layer: Layer,
    /// What to say of names that are no setting.
    pub(super) warnings: Vec<Phrase>,
    /// What to say if settings are gone: they may be on their way.
    pub(super) doubt: Option<Phrase>,
}

/// The settings of one place, as they are in force.
///
/// What cannot be read takes nothing away: the settings read before stay, with a warning. A place that may just be being
/// written (a file without a byte, a key of the registry) and lacks settings it had is believed the second time: until
/// then they stay, with a warning. A file that was removed is believed at once.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    layer: Layer,
    warnings: Vec<Phrase>,
    standing: Standing,
    sentences: Sentences,
}

/// What a place is said to be while it cannot be read.
#[derive(Clone, Debug)]
pub(super) struct Sentences {
    /// What was read before holds.
    pub(super) stays: Phrase,
    /// Nothing was read before.
    pub(super) none_used: Phrase,
}

/// What the settings stand on.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Standing {
    /// On nothing: the place could not be read yet, for the reason given.
    Never(Phrase),
    /// On the place as it was when it could be read last.
    Once,
    /// On the place as it was before settings were gone from it.
    BeforeTheDoubt,
}

impl Reading {
    /// What is found at first.
    pub(super) fn new(sentences: Sentences, found: Result<Found, Phrase>) -> Self {
        let mut reading = Self {
            layer: Layer::new(),
            warnings: Vec::new(),
            standing: Standing::Never(Phrase::verbatim("")),
            sentences,
        };
        reading.take(found);
        reading
    }

    /// What is found later.
    pub(super) fn take(&mut self, found: Result<Found, Phrase>) {
        let Sentences { stays, none_used } = self.sentences.clone();
        match found {
            Ok(Found {
                layer,
                doubt: Some(doubt),
                ..
            }) if self.standing == Standing::Once && self.has_more_than(&layer) => {
                self.standing = Standing::BeforeTheDoubt;
                self.warnings = vec![doubt.then(stays)];
            }
            Ok(found) => {
                self.layer = found.layer;
                self.warnings = found.warnings;
                self.standing = Standing::Once;
            }
            Err(problem) if !matches!(self.standing, Standing::Never(_)) => {
                self.standing = Standing::Once;
                self.warnings = vec![problem.then(stays)];
            }
            Err(problem) => {
                let sentence = problem.then(none_used);
                self.warnings = vec![sentence.clone()];
                self.standing = Standing::Never(sentence);
            }
        }
    }

    fn has_more_than(&self, layer: &Layer) -> bool {
        self.layer.keys().any(|key| !layer.contains_key(key))
    }

    /// The settings in force.
    pub(super) fn layer(&self) -> &Layer {
        &self.layer
    }

    /// What is wrong beyond single values.
    pub(super) fn warnings(&self) -> &[Phrase] {
        &self.warnings
    }

    /// Why it could never be read, `None` once it could.
    pub(super) fn never(&self) -> Option<&Phrase> {
        match &self.standing {
            Standing::Never(sentence) => Some(sentence),
            Standing::Once | Standing::BeforeTheDoubt => None,
        }
    }
}
