use proptest::prelude::*;
use rlibphonenumber::PHONE_NUMBER_UTIL;
use uuid::Uuid;

use super::*;
use crate::call::{ActivityId, Direction, Outcome, RecordId};
use crate::contact_match::variants;
use crate::fault::{Fault, FaultKind};
use crate::phone::PhoneNumber;
use crate::settings::layers::{Fallbacks, Layer, Layers, Written};
use crate::status::{Light, PartState};
use crate::view::PartsView;

/// Tells the values of a test apart; nobody keeps its key.
fn digest(value: &str) -> String {
    let sum = value.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let letters = (0..8).map(|place| char::from(b'g' + ((sum >> (place * 4)) & 15) as u8));
    letters.collect()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_778_749_200 + seconds).unwrap()
}

fn effective(settings: &[(Key, Raw)]) -> Effective {
    let written = |raw: &Raw| Written {
        raw: raw.clone(),
        place: Phrase::new("place-line")
            .with("path", "/home/mira/.config/ringlog/settings.toml")
            .with("line", "3"),
    };
    let file: Layer = settings
        .iter()
        .map(|(key, raw)| (*key, written(raw)))
        .collect();
    Layers {
        file,
        ..Layers::default()
    }
    .merge(&Fallbacks::default())
}

fn text_of(value: &str) -> Raw {
    Raw::Text(value.to_owned())
}

fn part(message: Phrase) -> PartView {
    PartView {
        state: PartState::Ok,
        message,
        checked_at: Some(at(0)),
    }
}

fn fine() -> PartView {
    part(Phrase::new("condition-sign-in-fine"))
}

fn evidence() -> Evidence {
    Evidence {
        made_at: at(0),
        version: "0.1.0".to_owned(),
        system: "linux x86_64".to_owned(),
        effective: effective(&[(Key::Region, text_of("GB"))]),
        warnings: Vec::new(),
        status: StatusView {
            light: Light::Green,
            parts: PartsView {
                pbx: fine(),
                sign_in: fine(),
                dynamics: fine(),
            },
            linked_as: None,
            linked_since: None,
            counts: Counts::default(),
            last_logged_at: None,
        },
        progress: Progress::default(),
        gaps: Vec::new(),
        reasons: Vec::new(),
        calls: Vec::new(),
        log: Vec::new(),
        known: Vec::new(),
    }
}

fn call(name: &str, number: Option<&PhoneNumber>, written: &str) -> CallEvidence {
    CallEvidence {
        call: CallView {
            id: 4_711,
            source_id: "c7e1-17@pbx.contoso.com".to_owned(),
            direction: Direction::Inbound,
            remote_number: number.map(|number| number.e164().to_owned()),
            remote_name: Some(name.to_owned()),
            extension: "504".to_owned(),
            started_at: at(-60),
            answered_at: Some(at(-55)),
            ended_at: at(-13),
            talk_seconds: 42,
            outcome: Outcome::Connected,
            state: State::Logged,
            reason: None,
            activity_id: Some(ActivityId(Uuid::from_u128(0xa))),
            contact_id: Some(RecordId(Uuid::from_u128(0xb))),
            contact_name: Some(name.to_owned()),
            company: Some("Fabrikam".to_owned()),
            logged_at: Some(at(-5)),
            subject: Some(format!("Call with {name}")),
            notes: vec![format!("{name} calls back")],
            candidates: Vec::new(),
            asked_until: None,
            remembered: None,
            pending: Vec::new(),
            history: Some(vec![HistoryEntry {
                at: at(-5),
                event: "logged".to_owned(),
                detail: Phrase::new("history-logged-on").with("name", name),
            }]),
        },
        written: written.to_owned(),
        attempts: 1,
        due_at: None,
    }
}

fn known(kind: Kind, value: &str) -> Known {
    Known {
        kind,
        value: value.to_owned(),
    }
}

fn london(written: &str) -> PhoneNumber {
    DialPlan::new("GB").unwrap().number(written).unwrap()
}

#[test]
fn the_text_tells_how_a_profile_works_and_not_whose_it_is() {
    let number = london("020 7946 0018");
    let mut failed = call("Jon Aske", Some(&number), "sip:+442079460018@trunk.example");
    failed.call.state = State::Failed;
    failed.call.reason = Some(Reason::Refused {
        fault: Fault::new(
            FaultKind::Invalid,
            "Principal user (Id=5d0b1e92-7c44-5f0a-b3de-91a6f02c8e17) of jon@contoso.com may not.",
        ),
    });
    let mut evidence = Evidence {
        effective: effective(&[
            (Key::Region, text_of("GB")),
            (Key::PbxUrl, text_of("https://pbx.contoso.com:8443")),
            (Key::OrganizationUrl, text_of("https://contoso.crm4.dynamics.com")),
            (Key::Extension, text_of("504")),
            (Key::AttributionEmail, text_of("mira.holm@contoso.com")),
            (Key::OwnNumbers, Raw::Texts(vec!["+442079460000".to_owned()])),
            (Key::NeverLog, Raw::Texts(vec!["+442079460666".to_owned(), "soon".to_owned()])),
            (Key::PollSeconds, Raw::Integer(2)),
        ]),
        gaps: vec![Gap {
            from: at(-9_000),
            until: at(-8_000),
        }],
        reasons: vec![
            ReasonCount {
                state: State::Logged,
                reason: None,
                count: 3,
            },
            ReasonCount {
                state: State::LeftOut,
                reason: Some(Reason::Internal),
                count: 2,
            },
        ],
        calls: vec![call("Jon Aske", Some(&number), "(020) 7946 0018"), failed],
        log: vec![
            "2026-05-14T08:59:00.1Z  INFO ringlog_engine::pass: polled=5 new=2 logged=1 left_out=1".to_owned(),
            "2026-05-14T08:59:01.1Z  WARN ringlog_engine::dynamics::client: Dynamics refused purpose=\"looking up calls\" status=403 code=Some(\"0x80040220\") detail=\"Jon Aske\"".to_owned(),
            "2026-05-14T08:59:02.1Z  WARN ringlog: the record of call 4711 was not opened: pbx.contoso.com gave up on 020 7946 0018".to_owned(),
        ],
        known: vec![
            known(Kind::Name, "Jon Aske"),
            known(Kind::Host, "pbx.contoso.com"),
            known(Kind::Host, "contoso.crm4.dynamics.com"),
            known(Kind::User, "mira"),
        ],
        ..evidence()
    };
    evidence.status.linked_as = Some("mira.holm@contoso.com".to_owned());
    evidence.status.parts.pbx = part(
        Phrase::new("host-timed-out")
            .with("host", "pbx.contoso.com")
            .with("seconds", 100_u32),
    );
    insta::assert_snapshot!(text(&evidence, &digest));
}

#[test]
fn a_call_that_is_kept_back_changes_nothing() {
    let number = london("020 7946 0018");
    let mut with = Evidence {
        calls: vec![call("Jon Aske", Some(&number), "020 7946 0018")],
        reasons: vec![ReasonCount {
            state: State::LeftOut,
            reason: Some(Reason::Internal),
            count: 4,
        }],
        ..evidence()
    };
    with.progress.watermark = Some(at(-60));
    let without = with.clone();
    with.progress.watermark = Some(at(-10));

    let secret = london("020 7946 0666");
    let mut kept_back = call("Dr. Quiet", Some(&secret), "020 7946 0666");
    kept_back.call.state = State::LeftOut;
    kept_back.call.reason = Some(Reason::NeverLog);
    kept_back.call.started_at = at(-10);
    with.calls.insert(0, kept_back);
    with.reasons.push(ReasonCount {
        state: State::LeftOut,
        reason: Some(Reason::NeverLog),
        count: 1,
    });
    with.known.push(known(Kind::KeptBack, "Dr. Quiet"));
    with.known.push(known(Kind::KeptBack, "+442079460666"));
    with.log = vec![
        "2026-05-14T08:59:00.1Z  INFO ringlog_engine::pass: polled=2 new=2 logged=1".to_owned(),
        "2026-05-14T08:59:00.1Z  WARN ringlog: no picture of Dr. Quiet".to_owned(),
        "2026-05-14T08:59:00.1Z  WARN ringlog: +442079460666 rings".to_owned(),
    ];
    with.effective = effective(&[
        (Key::Region, text_of("GB")),
        (Key::NeverLog, Raw::Texts(vec!["+442079460666".to_owned()])),
    ]);

    assert_eq!(text(&with, &digest), text(&without, &digest));
}

#[test]
fn no_list_is_longer_than_a_person_reads() {
    let evidence = Evidence {
        calls: vec![call("Jon Aske", None, "anonymous"); CALLS_MAX + 1],
        ..evidence()
    };
    let text = text(&evidence, &digest);
    assert!(text.contains(&format!("\n{CALLS_MAX}. ")));
    assert!(!text.contains(&format!("\n{}. ", CALLS_MAX + 1)));
}

/// What a person of any country may have in the ledger.
#[derive(Clone, Debug)]
struct Secrets {
    plan: DialPlan,
    number: PhoneNumber,
    name: String,
    company: String,
    mail: String,
}

fn secrets() -> impl Strategy<Value = Secrets> {
    let regions: Vec<String> = PHONE_NUMBER_UTIL
        .get_supported_regions()
        .map(|region| region.as_region_str().to_string())
        .collect();
    let number = (prop::sample::select(regions), 0..10_000_u32).prop_filter_map(
        "a number of the region",
        |(region, last)| {
            let plan = DialPlan::new(&region).ok()?;
            let example = PHONE_NUMBER_UTIL
                .get_example_number(rlibphonenumber::Region::try_from(region.as_str()).ok()?)
                .ok()?;
            let e164 = PHONE_NUMBER_UTIL
                .format(&example, rlibphonenumber::PhoneNumberFormat::E164)
                .into_owned();
            let digits = e164.len().saturating_sub(4);
            let changed = format!("{}{last:04}", e164.get(..digits)?);
            Some((plan, plan.number(&changed).or_else(|| plan.number(&e164))?))
        },
    );
    (
        number,
        "Zq[a-zà-ü]{3,9} Zq[a-zà-ü]{3,9}",
        "Zq[a-zà-ü]{3,9} & Zq[a-z]{4}",
        "zq[a-z]{3,8}[.]?[a-z0-9]{1,5}@zq[a-z]{2,8}[.]example",
    )
        .prop_map(|((plan, number), name, company, mail)| Secrets {
            plan,
            number,
            name,
            company,
            mail,
        })
}

proptest! {
    #[test]
    fn no_number_name_or_address_comes_through_in_any_spelling(secrets in secrets()) {
        let Secrets { plan, number, name, company, mail } = &secrets;
        let mut spellings = variants(number, plan);
        spellings.push(number.e164().to_owned());
        let mut log: Vec<String> = spellings
            .iter()
            .enumerate()
            .map(|(line, spelling)| match line % 3 {
                0 => format!("2026-05-14T08:59:00.1Z  WARN ringlog: call to {spelling} of {name} ended"),
                1 => format!("number=\"{spelling}\" who={company:?} mail=<{mail}>"),
                _ => format!("sip:{spelling}@pbx.example, {}", name.to_uppercase()),
            })
            .collect();
        log.push(format!("{mail},{name};{company}"));
        let spelling = spellings.last().unwrap();
        let mut planted = call(name, Some(number), spelling);
        planted.call.company = Some(company.clone());
        planted.call.state = State::Failed;
        planted.call.reason = Some(Reason::Unreachable {
            detail: Phrase::verbatim(format!("{name} at {spelling} ({mail}) of {company}")),
        });
        let evidence = Evidence {
            effective: effective(&[
                (Key::Region, text_of(&plan.region())),
                (Key::AttributionEmail, text_of(mail)),
                (Key::OwnNumbers, Raw::Texts(vec![number.e164().to_owned()])),
            ]),
            warnings: vec![Phrase::new("reason-already-logged").with("subject", format!("Call with {name}"))],
            calls: vec![planted],
            log,
            known: vec![
                known(Kind::Name, name),
                known(Kind::Company, company),
                known(Kind::Number, number.e164()),
            ],
            ..evidence()
        };
        let text = text(&evidence, &digest).to_lowercase();
        for secret in spellings.iter().chain([name, company, mail]) {
            prop_assert!(!text.contains(&secret.to_lowercase()), "{secret} in\n{text}");
        }
        let digits: String = number.e164().chars().filter(char::is_ascii_digit).collect();
        prop_assert!(!text.contains(&digits));
    }
}
