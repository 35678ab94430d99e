use super::*;
use proptest::prelude::*;

const START_MS: i64 = 1_592_354_549_582;

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(START_MS + milliseconds).unwrap()
}

fn origin() -> Origin<'static> {
    Origin {
        source: "vodia:pbx.example.com",
        extension: "504",
        tenant: "pbx.example.com pbx.local",
        plan: DialPlan::new("NZ").unwrap(),
    }
}

fn party(number: &str) -> Party {
    Party {
        number: Some(number.to_owned()),
        name: None,
        sip_user: Some(number.to_owned()),
        sip_host: Some("pbx.example.com".to_owned()),
    }
}

/// An answered inbound call from outside, as Vodia describes one.
fn inbound(from: &str) -> Cdr {
    Cdr {
        id: Some("pwMYYavMwmSb@pbx".to_owned()),
        inbound: Some(true),
        external: Some(true),
        from: party(from),
        to: party("504"),
        started_at: Some(at(0)),
        answered_at: Some(at(5_500)),
        ended_at: Some(at(51_100)),
        ..Cdr::default()
    }
}

fn outbound(to: &str) -> Cdr {
    Cdr {
        inbound: Some(false),
        from: party("504"),
        to: party(to),
        ..inbound("")
    }
}

fn finished(cdr: &Cdr) -> Call {
    match normalize(cdr, &origin()) {
        Ok(Normalized::Finished(call)) => call,
        other => panic!("not a finished call: {other:?}"),
    }
}

fn number_of(call: &Call) -> Option<&str> {
    call.remote.number.as_ref().map(PhoneNumber::e164)
}

#[test]
fn an_answered_call_is_told_with_everything_known() {
    let mut cdr = inbound("098371388");
    cdr.from.name = Some("Jane  Doe".to_owned());
    cdr.queue = true;

    let call = finished(&cdr);

    assert_eq!(call.key.source_id, "pwMYYavMwmSb@pbx");
    assert_eq!(call.key.leg, "1592354550");
    assert_eq!(call.direction, Direction::Inbound);
    assert_eq!(call.outcome, Outcome::Connected);
    assert_eq!(number_of(&call), Some("+6498371388"));
    assert_eq!(call.remote.written, "098371388");
    assert_eq!(call.remote.name.as_deref(), Some("Jane Doe"));
    assert_eq!(call.talk_seconds(), 45);
    assert!(call.via_group);
}

#[test]
fn an_outcome_the_source_cannot_know_is_not_invented() {
    let unanswered = |mut cdr: Cdr| {
        cdr.answered_at = None;
        finished(&cdr).outcome
    };
    assert_eq!(unanswered(inbound("098371388")), Outcome::NoAnswer);
    assert_eq!(unanswered(outbound("098371388")), Outcome::Unknown);
    let busy = Cdr {
        outcome: Some(Outcome::Busy),
        ..outbound("098371388")
    };
    assert_eq!(unanswered(busy), Outcome::Busy);
}

#[test]
fn the_other_side_of_an_outbound_call_is_whom_was_called() {
    let call = finished(&outbound("6499856276"));
    assert_eq!(call.direction, Direction::Outbound);
    assert_eq!(number_of(&call), Some("+6499856276"));
}

#[test]
fn direction_follows_the_extension_where_the_pbx_does_not_say_it() {
    let check = |from: &str, to: &str, expected: Result<Direction, Rejection>| {
        let cdr = Cdr {
            inbound: None,
            external: None,
            from: party(from),
            to: party(to),
            ..inbound("")
        };
        let direction = normalize(&cdr, &origin()).map(|normalized| match normalized {
            Normalized::Finished(call) | Normalized::Running(call) => call.direction,
        });
        assert_eq!(direction, expected, "{from} > {to}");
    };
    check("098371388", "504", Ok(Direction::Inbound));
    check("504", "098371388", Ok(Direction::Outbound));
    check("098371388", "700", Ok(Direction::Inbound));
    check("223", "098371388", Ok(Direction::Outbound));
    check("504", "206", Ok(Direction::Internal));
    check("211", "504", Ok(Direction::Internal));
    check("504", "*97", Ok(Direction::Internal));
    check("504", "504", Err(Rejection::NoParties));
    check("098371388", "6499856276", Err(Rejection::NoParties));
    check("", "", Err(Rejection::NoParties));
    check("anonymous", "504", Ok(Direction::Inbound));
}

#[test]
fn what_the_pbx_says_about_external_is_believed() {
    let short = Cdr {
        to: party("111"),
        ..outbound("")
    };
    assert_eq!(finished(&short).direction, Direction::Outbound);
    let long = Cdr {
        external: Some(false),
        ..inbound("098371388")
    };
    assert_eq!(finished(&long).direction, Direction::Internal);
}

#[test]
fn a_short_party_of_another_host_is_not_an_extension_of_ours() {
    let mut cdr = Cdr {
        external: None,
        ..inbound("700")
    };
    for (host, expected) in [
        ("carrier.example.net", Direction::Inbound),
        ("PBX.local", Direction::Internal),
        ("10.0.0.4", Direction::Internal),
    ] {
        cdr.from.sip_host = Some(host.to_owned());
        assert_eq!(finished(&cdr).direction, expected, "{host}");
    }
}

#[test]
fn a_call_for_another_account_inside_came_through_a_group() {
    let is_via_group = |to: Party| {
        let cdr = Cdr {
            to,
            ..inbound("098371388")
        };
        finished(&cdr).via_group
    };
    assert!(is_via_group(party("700")));
    // The extension itself, however it is named; the number that was dialled from outside; somebody elsewhere; nobody.
    assert!(!is_via_group(party("504")));
    assert!(!is_via_group(Party {
        number: Some("700".to_owned()),
        ..party("504")
    }));
    assert!(!is_via_group(party("6499856276")));
    assert!(!is_via_group(party("+6499856276")));
    assert!(!is_via_group(Party {
        sip_host: Some("carrier.example.net".to_owned()),
        ..party("700")
    }));
    assert!(!is_via_group(Party::default()));
    assert!(!finished(&outbound("700")).via_group);
}

#[test]
fn a_complete_number_is_preferred_to_a_national_one() {
    let mut cdr = inbound("020 7946 0123");
    cdr.from.sip_user = Some("+442079460123".to_owned());
    let call = finished(&cdr);
    assert_eq!(number_of(&call), Some("+442079460123"));
    assert_eq!(call.remote.written, "020 7946 0123");

    cdr.from.number = None;
    cdr.from.sip_user = Some("098371388".to_owned());
    assert_eq!(number_of(&finished(&cdr)), Some("+6498371388"));
}

#[test]
fn a_withheld_number_is_nobodys_but_what_was_written_is_kept() {
    for word in [
        "anonymous",
        "Anonymous",
        "UNAVAILABLE",
        "unknown",
        "Restricted",
        "private",
        "Private Number",
        "*67",
        "#31#098371388",
        "10023",
        "",
    ] {
        let call = finished(&inbound(word));
        assert_eq!(number_of(&call), None, "{word}");
        assert_eq!(call.remote.written, word);
        assert_eq!(call.remote.name, None);
    }
}

#[test]
fn a_withheld_number_that_leaks_elsewhere_stays_withheld() {
    let mut cdr = inbound("anonymous");
    cdr.from.sip_user = Some("+6498371388".to_owned());
    assert_eq!(number_of(&finished(&cdr)), None);

    let mut cdr = inbound("098371388");
    cdr.from.sip_host = Some("anonymous.invalid".to_owned());
    assert_eq!(number_of(&finished(&cdr)), None);
}

#[test]
fn a_name_that_is_the_number_again_or_no_name_is_none() {
    for (name, expected) in [
        ("098371388", None),
        ("+64 9 837 1388", None),
        ("(09) 837-1388", None),
        ("Anonymous", None),
        ("Unknown Caller", None),
        ("  ", None),
        ("tel 098371388", None),
        ("Jane \"JD\" Doe", Some("Jane \"JD\" Doe")),
        ("Ärztehaus 24", Some("Ärztehaus 24")),
    ] {
        let mut cdr = inbound("098371388");
        cdr.from.name = Some(name.to_owned());
        assert_eq!(finished(&cdr).remote.name.as_deref(), expected, "{name}");
    }
}

#[test]
fn a_record_without_an_id_is_the_same_call_when_it_ends() {
    let running = Cdr {
        id: Some("  ".to_owned()),
        ended_at: None,
        answered_at: None,
        ..inbound("098371388")
    };
    let ended = Cdr {
        id: None,
        ..inbound("098371388")
    };
    let other = Cdr {
        id: None,
        ..inbound("098371389")
    };
    let Ok(Normalized::Running(running)) = normalize(&running, &origin()) else {
        panic!("not running");
    };
    assert_eq!(running.key, finished(&ended).key);
    assert_eq!(running.ended_at, running.started_at);
    assert_ne!(finished(&ended).key, finished(&other).key);
    assert_eq!(running.key.source_id, "1592354549582:098371388>504");
}

#[test]
fn an_answer_outside_the_call_is_drawn_in_or_dropped_but_never_makes_it_missed() {
    for (answered, expected) in [
        (-300, Some(0)),
        (60_000, Some(51_100)),
        (-90_000, None),
        (3_600_000, None),
    ] {
        let cdr = Cdr {
            answered_at: Some(at(answered)),
            ..inbound("098371388")
        };
        let call = finished(&cdr);
        assert_eq!(call.answered_at, expected.map(at), "{answered}");
        assert_eq!(call.outcome, Outcome::Connected);
    }
}

#[test]
fn a_record_that_cannot_be_a_call_is_rejected_with_its_reason() {
    let no_start = Cdr {
        started_at: None,
        ..inbound("098371388")
    };
    let backwards = Cdr {
        ended_at: Some(at(-1_001)),
        ..inbound("098371388")
    };
    assert_eq!(normalize(&no_start, &origin()), Err(Rejection::NoStart));
    assert_eq!(
        normalize(&backwards, &origin()),
        Err(Rejection::EndsBeforeStart)
    );
    let rounded = Cdr {
        ended_at: Some(at(-999)),
        ..inbound("098371388")
    };
    assert_eq!(finished(&rounded).total_seconds(), 0);
}

fn any_party() -> impl Strategy<Value = Party> {
    let text = || proptest::option::of("[+*0-9a-z@ ]{0,14}");
    (text(), text(), text(), text()).prop_map(|(number, name, sip_user, sip_host)| Party {
        number,
        name,
        sip_user,
        sip_host,
    })
}

/// Any time there is, most often one of the very first or last.
fn any_time() -> impl Strategy<Value = Option<Timestamp>> {
    let (first, last) = (
        Timestamp::MIN.as_millisecond(),
        Timestamp::MAX.as_millisecond(),
    );
    let milliseconds = prop_oneof![first..first + 3_000, last - 3_000..=last, first..=last,];
    proptest::option::weighted(
        0.9,
        milliseconds.prop_map(|time| Timestamp::from_millisecond(time).unwrap_or(Timestamp::MIN)),
    )
}

proptest! {
    #[test]
    fn every_record_becomes_a_sound_call_or_a_reason(
        from in any_party(),
        to in any_party(),
        inbound in any::<Option<bool>>(),
        external in any::<Option<bool>>(),
        times in prop::array::uniform3(proptest::option::of(-10_000_000_i64..10_000_000)),
    ) {
        let [started_at, answered_at, ended_at] = times.map(|time| time.map(at));
        let cdr = Cdr { from, to, inbound, external, started_at, answered_at, ended_at, ..Cdr::default() };
        if let Ok(Normalized::Finished(call) | Normalized::Running(call)) = normalize(&cdr, &origin()) {
            prop_assert!(call.ended_at >= call.started_at);
            if let Some(answered) = call.answered_at {
                prop_assert!(answered >= call.started_at);
                prop_assert!(answered <= call.ended_at || ended_at.is_none());
                prop_assert_eq!(call.outcome, Outcome::Connected);
            }
            if let Some(external) = external {
                prop_assert_eq!(call.direction != Direction::Internal, external);
            }
            prop_assert!(!call.key.source_id.is_empty());
        }
    }

    #[test]
    fn no_time_however_far_off_stops_the_reading(
        times in prop::array::uniform3(any_time()),
        inbound in any::<Option<bool>>(),
    ) {
        let [started_at, answered_at, ended_at] = times;
        let cdr = Cdr { inbound, started_at, answered_at, ended_at, ..super::tests::inbound("098371388") };
        if let Ok(Normalized::Finished(call) | Normalized::Running(call)) = normalize(&cdr, &origin()) {
            prop_assert!(call.ended_at >= call.started_at);
            prop_assert!(call.talk_seconds() <= call.total_seconds() || ended_at.is_none());
        }
    }
}
