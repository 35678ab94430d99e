//! A morning on the telephone: one call of every kind.

use jiff::{SignedDuration, Timestamp};

use super::people::{
    AGENCY, CALLED_CUSTOMER, CALLING_CUSTOMER, CALLING_CUSTOMER_NAME, COLLEAGUE, SHARED_NUMBER,
    introduce,
};
use super::{EXTENSION, Office};
use crate::dataverse::{Direction, OtherCall};
use crate::vodia::call::SimulatedCall;

impl Office {
    /// Puts contacts into Dynamics and the calls of the hours before `now` into the PBX's history.
    pub fn spend_a_morning(&self, now: Timestamp) {
        let at = |minutes_ago: i64| now - SignedDuration::from_mins(minutes_ago);
        introduce(&self.dataverse);

        let call = |call: SimulatedCall| self.vodia.add_call(EXTENSION, call);
        call(
            SimulatedCall::inbound(CALLING_CUSTOMER, at(200))
                .name(CALLING_CUSTOMER_NAME)
                .ended_after_seconds(281),
        );
        call(SimulatedCall::outbound(CALLED_CUSTOMER, at(180)).ended_after_seconds(754));
        call(SimulatedCall::inbound(AGENCY, at(160)).ended_after_seconds(95));
        call(SimulatedCall::inbound(SHARED_NUMBER, at(150)).ended_after_seconds(40));
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
        call(SimulatedCall::internal(COLLEAGUE, at(90)));
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
        call(SimulatedCall::outbound(CALLED_CUSTOMER, seen_by_pbx).ended_after_seconds(120));
        let logged = OtherCall {
            subject: "Outgoing call".to_owned(),
            description: "Logged by the PBX.".to_owned(),
            phone_number: "+441614960110".to_owned(),
            direction: Direction::Outgoing,
            started_at: seen_by_pbx,
            ended_at: seen_by_pbx + SignedDuration::from_secs(120),
            contact: None,
            owner: self.user,
        };
        self.dataverse.log_call_written_by(self.integration, logged);
        call(
            SimulatedCall::inbound(CALLING_CUSTOMER, at(1))
                .name(CALLING_CUSTOMER_NAME)
                .running(),
        );
    }
}
