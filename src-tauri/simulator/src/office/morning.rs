//! A morning on the telephone: one call of every kind, and the people they are with.

use jiff::{SignedDuration, Timestamp};

use super::{EXTENSION, Office};
use crate::dataverse::{Direction, NewAccount, NewContact, OtherCall};
use crate::vodia::call::SimulatedCall;

impl Office {
    /// Puts contacts into Dynamics and the calls of the hours before `now` into the PBX's history.
    pub fn spend_a_morning(&self, now: Timestamp) {
        let at = |minutes_ago: i64| now - SignedDuration::from_mins(minutes_ago);
        let contact = |first_name: &str, last_name: &str| NewContact {
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            ..NewContact::default()
        };
        self.dataverse.add_contact(NewContact {
            mobile_phone: "(020) 7946-0018".to_owned(),
            ..contact("Jon", "Aske")
        });
        self.dataverse.add_contact(NewContact {
            business_phone: "+44 161 496 0110".to_owned(),
            ..contact("Priya", "Nair")
        });
        let agency = self.dataverse.add_account(NewAccount {
            name: "Harbour Agency".to_owned(),
            ..NewAccount::default()
        });
        for (first_name, last_name) in [("Ola", "Berg"), ("Tove", "Lind")] {
            self.dataverse.add_contact(NewContact {
                business_phone: "+44 117 496 0200".to_owned(),
                parent_account: Some(agency),
                ..contact(first_name, last_name)
            });
        }
        for first_name in ["Anna", "Bo"] {
            self.dataverse.add_contact(NewContact {
                other_phone: "029 2018 0333".to_owned(),
                ..contact(first_name, "Quist")
            });
        }

        let call = |call: SimulatedCall| self.vodia.add_call(EXTENSION, call);
        call(
            SimulatedCall::inbound("02079460018", at(200))
                .name("J Aske")
                .ended_after_seconds(281),
        );
        call(SimulatedCall::outbound("01614960110", at(180)).ended_after_seconds(754));
        call(SimulatedCall::inbound("441174960200", at(160)).ended_after_seconds(95));
        call(SimulatedCall::inbound("02920180333", at(150)).ended_after_seconds(40));
        call(
            SimulatedCall::inbound("07700900461", at(130))
                .name("Ingrid Falk")
                .ended_after_seconds(63),
        );
        call(
            SimulatedCall::inbound("07700900461", at(120))
                .name("Ingrid Falk")
                .unanswered(),
        );
        call(SimulatedCall::outbound("+33199001234", at(110)).unanswered());
        call(SimulatedCall::inbound("anonymous", at(100)).ended_after_seconds(33));
        call(SimulatedCall::internal("511", at(90)));
        call(
            SimulatedCall::inbound("02079460777", at(80))
                .queue()
                .unanswered(),
        );
        call(
            SimulatedCall::inbound("02079460555", at(70))
                .unanswered()
                .ended_after_seconds(2),
        );
        let seen_by_pbx = at(50);
        call(SimulatedCall::outbound("01614960110", seen_by_pbx).ended_after_seconds(120));
        self.dataverse.log_call_of_other_writer(OtherCall {
            subject: "Outgoing call".to_owned(),
            description: "Logged by the PBX.".to_owned(),
            phone_number: "+441614960110".to_owned(),
            direction: Direction::Outgoing,
            started_at: seen_by_pbx,
            ended_at: seen_by_pbx + SignedDuration::from_secs(120),
            contact: None,
            owner: self.user,
        });
        call(
            SimulatedCall::inbound("02079460018", at(1))
                .name("J Aske")
                .running(),
        );
    }
}
