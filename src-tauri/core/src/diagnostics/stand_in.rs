//! Stand-ins for what is personal: the same for the same value, and of no use to who does not hold the profile's key.

use std::collections::{BTreeMap, BTreeSet};

use crate::phone::DialPlan;

mod pattern;

use self::pattern::{
    address_at, begins_word, glued_number, guid_at, is_of_unspaced_script, lower, lower_of,
    mail_at, moment_at, number_at, port_at, word_at,
};

/// What kind of thing a value is; its stand-in begins with the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A phone number.
    Number,
    /// A person or a record.
    Name,
    /// A company.
    Company,
    /// An e-mail address or the name of a sign-in.
    Mail,
    /// A user of this computer.
    User,
    /// An extension of the PBX.
    Extension,
    /// A host of the customer, or the tenant of the PBX.
    Host,
    /// A record, a call, an organization, an application.
    Id,
    /// Free text that somebody wrote.
    Text,
    /// Of a call that is kept back: not even a stand-in is shown, nor the line it stands in.
    KeptBack,
}

/// A value that must not be seen, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// What it is.
    pub kind: Kind,
    /// As it is written.
    pub value: String,
}

impl Known {
    /// What the PBX or a caller wrote about the other side: a number, in a SIP address perhaps, or a name.
    #[must_use]
    pub fn of_other_side(value: impl Into<String>) -> Self {
        let value = value.into();
        let kind = if local_part(&value).chars().any(char::is_alphabetic) {
            Kind::Name
        } else {
            Kind::Number
        };
        Self { kind, value }
    }
}

/// Shorter values say nothing, and would take away half of every text.
const CHARACTERS_MIN: usize = 2;

/// Everything that is replaced, ready to be looked up.
pub(super) struct StandIns<'a> {
    digest: &'a dyn Fn(&str) -> String,
    plan: Option<DialPlan>,
    /// By the first word of the value, in small letters: the longest first.
    known: BTreeMap<String, Vec<(Vec<char>, Kind)>>,
    /// Numbers of calls that are kept back, in whatever spelling.
    kept_back: BTreeSet<String>,
    /// Scripts without spaces between words: found anywhere.
    unspaced: Vec<(String, Kind)>,
}

impl<'a> StandIns<'a> {
    /// `digest` tells values apart and cannot be computed by who does not hold its key.
    pub(super) fn new(
        digest: &'a dyn Fn(&str) -> String,
        plan: Option<DialPlan>,
        known: &[Known],
    ) -> Self {
        let mut stand_ins = Self {
            digest,
            plan,
            known: BTreeMap::new(),
            kept_back: BTreeSet::new(),
            unspaced: Vec::new(),
        };
        for Known { kind, value } in known {
            if *kind == Kind::KeptBack {
                stand_ins.kept_back.insert(stand_ins.number(value));
            }
            let value = value.trim_matches(|c: char| !c.is_alphanumeric());
            if value.chars().count() < CHARACTERS_MIN {
                continue;
            }
            if value.chars().any(is_of_unspaced_script) {
                stand_ins.unspaced.push((value.to_owned(), *kind));
            }
            let characters = lower(value);
            let first = word_at(&characters, 0).iter().collect();
            stand_ins
                .known
                .entry(first)
                .or_default()
                .push((characters, *kind));
        }
        for values in stand_ins.known.values_mut() {
            values.sort_by(|(a, kind_of_a), (b, kind_of_b)| {
                b.len()
                    .cmp(&a.len())
                    .then_with(|| a.cmp(b))
                    .then_with(|| kind_of_b.cmp(kind_of_a))
            });
            values.dedup_by(|(later, _), (earlier, _)| later == earlier);
        }
        stand_ins
    }

    /// What stands for a value.
    pub(super) fn of(&self, kind: Kind, value: &str) -> String {
        let word = match kind {
            Kind::Number => "number",
            Kind::Name => "name",
            Kind::Company => "company",
            Kind::Mail => "mail",
            Kind::User => "user",
            Kind::Extension => "extension",
            Kind::Host => "host",
            Kind::Id => "id",
            Kind::Text => "text",
            Kind::KeptBack => return String::new(),
        };
        let meant = if kind == Kind::Number {
            self.number(value)
        } else {
            value.trim().to_lowercase()
        };
        format!("{word}-{}", (self.digest)(&meant))
    }

    /// A number as it is written: what stands for it, and the shape in which formatting faults are seen.
    pub(super) fn written(&self, written: &str) -> String {
        format!("{} ({})", self.of(Kind::Number, written), shape(written))
    }

    /// A text from outside with everything replaced that is personal or looks so; `None` if it is kept back as a whole.
    pub(super) fn scrub(&self, text: &str) -> Option<String> {
        let mut text = text.to_owned();
        for (value, kind) in &self.unspaced {
            if text.contains(value.as_str()) {
                if *kind == Kind::KeptBack {
                    return None;
                }
                text = text.replace(value.as_str(), &self.of(*kind, value));
            }
        }
        let characters: Vec<char> = text.chars().collect();
        let lowered: Vec<char> = characters.iter().map(|c| lower_of(*c)).collect();
        let mut scrubbed = String::new();
        let mut at = 0;
        while at < characters.len() {
            let found = if begins_word(&characters, at) {
                self.found(&characters, &lowered, at)
            } else {
                glued_number(&characters, at).map(|end| (end, Kind::Number))
            };
            if let Some((end, kind)) = found {
                let value: String = characters.get(at..end).unwrap_or_default().iter().collect();
                scrubbed.push_str(&self.replaced(kind, &value)?);
                at = end;
            } else {
                scrubbed.extend(characters.get(at));
                at += 1;
            }
        }
        Some(scrubbed)
    }

    /// What stands in a text instead of a value; `None` if the text is kept back.
    fn replaced(&self, kind: Kind, value: &str) -> Option<String> {
        match kind {
            Kind::KeptBack => None,
            Kind::Text => Some(value.to_owned()),
            Kind::Number | Kind::Mail if self.kept_back.contains(&self.number(value)) => None,
            Kind::Number => Some(self.written(value)),
            Kind::Name
            | Kind::Company
            | Kind::Mail
            | Kind::User
            | Kind::Extension
            | Kind::Host
            | Kind::Id => Some(self.of(kind, value)),
        }
    }

    /// What begins here and must not be seen, with its end; what is harmless as a whole is [`Kind::Text`].
    fn found(&self, characters: &[char], lowered: &[char], at: usize) -> Option<(usize, Kind)> {
        self.known_at(lowered, at)
            .or_else(|| Some((moment_at(characters, at)?, Kind::Text)))
            .or_else(|| Some((port_at(characters, at)?, Kind::Text)))
            .or_else(|| Some((guid_at(characters, at)?, Kind::Id)))
            .or_else(|| address_at(characters, at))
            .or_else(|| Some((mail_at(characters, at)?, Kind::Mail)))
            .or_else(|| Some((number_at(characters, at)?, Kind::Number)))
    }

    fn known_at(&self, lowered: &[char], at: usize) -> Option<(usize, Kind)> {
        let word: String = word_at(lowered, at).iter().collect();
        let values = self.known.get(&word)?;
        values.iter().find_map(|(value, kind)| {
            let end = at + value.len();
            let is_here = lowered.get(at..end)? == value.as_slice();
            let ends = lowered.get(end).is_none_or(|next| !next.is_alphanumeric());
            (is_here && ends).then_some((end, *kind))
        })
    }

    /// All spellings of a number have one stand-in, those in SIP addresses included.
    fn number(&self, written: &str) -> String {
        let written = local_part(written);
        let read = self.plan.and_then(|plan| plan.number(written));
        match read {
            Some(number) => number.e164().to_owned(),
            None => written.chars().filter(|c| c.is_alphanumeric()).collect(),
        }
    }
}

/// What stands before the host in a SIP address; else the whole text.
fn local_part(written: &str) -> &str {
    let written = written.trim();
    let written = written.strip_prefix("sip:").unwrap_or(written);
    written.split('@').next().unwrap_or_default()
}

/// The shape of a text: every digit a 9, every letter an a.
pub(super) fn shape(written: &str) -> String {
    written
        .chars()
        .map(|c| match c {
            _ if c.is_numeric() => '9',
            _ if c.is_alphabetic() => 'a',
            _ if c.is_control() => ' ',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(value: &str) -> String {
        format!(
            "{:04x}",
            value
                .bytes()
                .fold(7_u16, |sum, byte| sum.wrapping_mul(31) ^ u16::from(byte))
        )
    }

    fn known(kind: Kind, value: &str) -> Known {
        Known {
            kind,
            value: value.to_owned(),
        }
    }

    fn check(text: &str, expected: Option<&str>) {
        let known = [
            known(Kind::Name, "Mira Holm"),
            known(Kind::Company, "Holm & Söhne GmbH"),
            known(Kind::Host, "pbx.contoso.com"),
            known(Kind::Extension, "504"),
            known(Kind::Name, "张伟"),
            known(Kind::KeptBack, "Dr. Quiet"),
        ];
        let stand_ins = StandIns::new(&digest, DialPlan::new("GB").ok(), &known);
        let scrubbed = stand_ins.scrub(text).map(|text| {
            // The digests themselves are another test's.
            let mut shown = String::new();
            let mut rest = text.as_str();
            while let Some((before, after)) = rest.split_once('-') {
                shown.push_str(before);
                let is_stand_in = [
                    "number",
                    "name",
                    "company",
                    "mail",
                    "host",
                    "id",
                    "extension",
                ]
                .iter()
                .any(|word| before.ends_with(word));
                rest = if is_stand_in {
                    after.get(4..).unwrap()
                } else {
                    after
                };
                shown.push(if is_stand_in { '#' } else { '-' });
            }
            shown + rest
        });
        assert_eq!(scrubbed.as_deref(), expected, "{text}");
    }

    #[test]
    fn what_is_known_is_replaced_as_a_whole_word_in_any_case() {
        check("Logged on MIRA HOLM.", Some("Logged on name#."));
        check("Miranda Holm stays", Some("Miranda Holm stays"));
        check("(Holm & Söhne GmbH)", Some("(company#)"));
        check("给张伟打电话", Some("给name#打电话"));
        check(
            "pbx.contoso.com did not answer",
            Some("host# did not answer"),
        );
        check(
            "extension 504, not 5040",
            Some("extension extension#, not 5040"),
        );
    }

    #[test]
    fn what_looks_personal_is_replaced_and_what_support_looks_for_is_not() {
        check(
            "+44 (0)20 7946-0018 called",
            Some("number# (+99 (9)99 9999-9999) called"),
        );
        check("tel02079460018", Some("telnumber# (99999999999)"));
        check("jo.bloggs+x@example.org wrote", Some("mail# wrote"));
        check("sip:+442079460018@10.0.0.1;x", Some("sip:mail#;x"));
        check("Id=5d0b1e92-7c44-5f0a-b3de-91a6f02c8e17,", Some("Id=id#,"));
        check(
            "https://crm.fabrikam.com/main.aspx",
            Some("https://host#/main.aspx"),
        );
        for harmless in [
            "2026-05-14T09:00:00.123456Z status=412 code=0x80040237",
            "AADSTS7000218 after 30 s",
            "https://login.microsoftonline.com/common/oauth2",
            "http://localhost:51234/callback",
            "polled 12 of 1234",
        ] {
            check(harmless, Some(harmless));
        }
    }

    #[test]
    fn a_text_about_what_is_kept_back_is_not_there_at_all() {
        check("Call with dr. quiet recorded", None);
    }

    #[test]
    fn every_spelling_of_a_number_has_the_same_stand_in() {
        let stand_ins = StandIns::new(&digest, DialPlan::new("GB").ok(), &[]);
        let of = |written| stand_ins.of(Kind::Number, written);
        assert_eq!(of("+442079460018"), of("020 7946 0018"));
        assert_eq!(of("+442079460018"), of("(020) 7946-0018"));
        assert_ne!(of("+442079460018"), of("+442079460019"));
        assert_eq!(of("50 4"), of("504"));
        assert_eq!(
            stand_ins.of(Kind::Mail, "A@B.example"),
            stand_ins.of(Kind::Mail, "a@b.example")
        );
    }
}
