//! The faults, each staged in the simulated office.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use jiff::SignedDuration;
use ringlog_core::checkup::{Check, Finding, Verdict};
use ringlog_core::desktop::Cure;
use ringlog_engine::config::PolicyStore;
use ringlog_engine::event_loop::Event;
use ringlog_engine::keychain::memory::KeychainFault;
use ringlog_engine::ports::{Clock as _, SecretName, SecretStore as _};
use ringlog_simulator::dataverse::{NewContact, UserAccess};
use ringlog_simulator::entra::browser::Choice;
use ringlog_simulator::entra::{Place, Refusal};
use ringlog_simulator::misbehaviour::Fault as Misfortune;
use ringlog_simulator::office::{CLIENT_ID, EMAIL, EXTENSION, PASSWORD, TENANT};
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::{Access, SimulatedCall};
use ringlog_tests::{Computer, SERVICE_ACCOUNT, World};

use super::calls::{
    another_writer, asking_call, failing_calls, greedy_hours, greedy_list, greedy_policy,
    greedy_rule, integration_on, refused_change, refused_search, waiting_calls, waiting_change,
    waiting_removal,
};
use super::networks::{Ahead, Untrusted};
use crate::event_loop::while_running;

type Staged = Pin<Box<dyn Future<Output = Vec<Finding>>>>;

/// A fault, how it is staged, and what the doctor has to say.
pub(super) struct Fault {
    pub(super) title: &'static str,
    pub(super) stage: fn() -> Staged,
    pub(super) check: Check,
    pub(super) verdict: Verdict,
    /// What the finding names.
    pub(super) found: &'static str,
    /// What the cure says.
    pub(super) cure: &'static str,
    pub(super) command: Option<&'static str>,
    pub(super) press: Option<Cure>,
}

macro_rules! faults {
    ($($title:literal, $stage:ident, $check:ident $verdict:ident, $found:literal, $cure:literal, $command:expr, $press:expr;)*) => {
        pub(super) const STAGED: &[Fault] = &[$(Fault {
            title: $title,
            stage: || Box::pin($stage()),
            check: Check::$check,
            verdict: Verdict::$verdict,
            found: $found,
            cure: $cure,
            command: $command,
            press: $press,
        }),*];
    };
}

const SET: Option<&str> = Some("ringlogctl config set");
const SETTINGS: Option<Cure> = Some(Cure::OpenSettings);

faults! {
    "The profile cannot be written", lost_directory, Profile Failed, "cannot be written", "belongs to you", None, None;
    "The settings file cannot be read", broken_settings, Settings Failed, "line 1", "Correct the file", None, None;
    "A setting has a wrong value", wrong_value, Settings Attention, "pbx.poll_seconds", "Correct", SET, SETTINGS;
    "The settings file has a name nobody knows", unknown_name, Settings Attention, "pbx.passwort", "where it stands", None, None;
    "The managed policy has a wrong value", wrong_policy, Settings Attention, "pbx.poll_seconds", "administrator", None, None;
    "The settings file has a wrong value for what the managed policy sets", overruled_value, Settings Attention, "pbx.poll_seconds", "counts for nothing", None, None;
    "The managed policy cannot be read", broken_policy, Settings Failed, "not in force", "administrator", None, None;
    "A setting that is needed is missing", missing_setting, Settings Failed, "pbx.extension", "Set", SET, SETTINGS;
    "Numbers are read as those of another country", another_country, Region Attention, "+49", "numbers.region", SET, SETTINGS;
    "The clock of the computer is wrong", wrong_clock, Clock Attention, "60 minutes slow", "over the network", None, None;
    "There is no keychain", absent_keychain, Keychain Failed, "no keychain", "Unlock or start", None, None;
    "The keychain is locked", locked_keychain, Keychain Failed, "locked", "Unlock or start", None, None;
    "Ringlog is paused", paused, Pause Attention, "paused until", "Resume", Some("ringlogctl sync"), Some(Cure::SyncNow);
    "The PBX cannot be reached", absent_pbx, Pbx Failed, "could not be reached", "network", None, None;
    "The address of the PBX leads elsewhere", wrong_pbx, Pbx Failed, "knows no call history", "setting", SET, SETTINGS;
    "The address of the PBX in the managed policy leads elsewhere", wrong_pbx_of_policy, Pbx Failed, "knows no call history", "policy sets", None, None;
    "The certificate of the PBX is not trusted", untrusted_pbx, Pbx Failed, "not trusted", "root certificate", None, None;
    "The tenant of the PBX is wrong", wrong_tenant, Pbx Failed, "refused", "tenant in the settings", Some("ringlogctl pbx login"), Some(Cure::LogInToPbx);
    "The extension is wrong", wrong_extension, Pbx Failed, "refused", "Check the extension", Some("ringlogctl pbx login"), Some(Cure::LogInToPbx);
    "The password of the extension is wrong", wrong_password, Pbx Failed, "refused", "right password", Some("ringlogctl pbx login"), Some(Cure::LogInToPbx);
    "The extension may not read its history (API access)", no_api_access, Pbx Failed, "does not let it read", "API access", None, None;
    "Calls left the PBX while the computer was off", gap, History Attention, "may have left", "by hand", None, None;
    "The history has been empty for weeks", silent_history, History Attention, "no call of extension", "you phone with", SET, SETTINGS;
    "The Dynamics address leads elsewhere", wrong_organization, Organization Failed, "", "", SET, SETTINGS;
    "Another organization is linked than the settings say", another_organization, SignIn Failed, "", "Link", Some("ringlogctl link"), Some(Cure::Link);
    "Nobody is linked", unlinked, SignIn Failed, "No Microsoft account", "Link", Some("ringlogctl link"), Some(Cure::Link);
    "The organization has not consented", no_consent, SignIn Failed, "allowed Ringlog", "admin consent", Some("ringlogctl consent"), Some(Cure::GrantConsent);
    "The sign-in was revoked", revoked, SignIn Failed, "revoked", "Link", Some("ringlogctl link"), Some(Cure::Link);
    "Conditional Access blocks the sign-in", conditional_access, SignIn Failed, "Conditional Access", "administrator", None, None;
    "The account is disabled", disabled_account, SignIn Failed, "disabled", "administrator", None, None;
    "The Dynamics user is disabled", disabled_user, WhoAmI Failed, "", "administrator", None, None;
    "The role lacks a privilege, or there is no licence", missing_privilege, Privileges Failed, "prvCreateActivity", "security role", None, None;
    "The extension has another e-mail address than the Dynamics user", another_email, Attribution Attention, "tom@contoso.example", "dynamics.attribution_email", SET, SETTINGS;
    "A service account is linked, and the extension has no e-mail address", no_email, Attribution Failed, "nothing tells", "dynamics.attribution_email", SET, SETTINGS;
    "A service account is linked, and no user has the e-mail address", nobody_s_email, Attribution Failed, "nobody@contoso.example", "dynamics.attribution_email", SET, SETTINGS;
    "Contacts have numbers that cannot match", unreadable_numbers, Numbers Attention, "can never match", "Number health", Some("ringlogctl numbers"), Some(Cure::CheckNumbers);
    "Dynamics refuses the search for unusual spellings", refused_search, Numbers Attention, "is not found", "administrator", Some("ringlogctl numbers"), Some(Cure::CheckNumbers);
    "A rule leaves out every call", greedy_rule, Rules Attention, "rules.minimum_seconds", "settings", Some("ringlogctl config set rules.minimum_seconds"), SETTINGS;
    "The never-log list leaves out every call", greedy_list, Rules Attention, "rules.never_log", "take that entry alone", Some("ringlogctl config show"), SETTINGS;
    "The working hours leave out every call", greedy_hours, Rules Attention, "rules.working_hours", "Widen the hours", Some("ringlogctl config show"), SETTINGS;
    "A rule of the managed policy leaves out every call", greedy_policy, Rules Attention, "rules.never_log", "policy sets", None, None;
    "The PBX logs the same calls itself", another_writer, Coexistence Attention, "another program", "integration of the PBX", None, None;
    "The integration of the PBX with Dynamics is on", integration_on, Coexistence Attention, "by itself", "integration of the PBX", None, None;
    "Calls fail for one reason", failing_calls, Calls Attention, "prvCreateActivity", "try again", Some("ringlogctl calls --state failed"), Some(Cure::OpenFailed);
    "A call waits for an answer of the person", asking_call, Calls Attention, "needs you 1", "whose call it was", Some("ringlogctl call ID choose"), Some(Cure::OpenNeedsYou);
    "Calls have waited for long", waiting_calls, Calls Attention, "wait", "none is lost", Some("ringlogctl calls --state waiting"), Some(Cure::OpenWaiting);
    "A change has not reached Dynamics yet", waiting_change, Corrections Attention, "call 1", "by itself", Some("ringlogctl call 1"), None;
    "A private call still stands in Dynamics", waiting_removal, Corrections Attention, "call 1", "by itself", Some("ringlogctl call 1"), None;
    "Dynamics did not take a change", refused_change, Corrections Attention, "changed this record", "its history says why", Some("ringlogctl call 1"), None;
}

pub(super) async fn examined(mut computer: Computer) -> Vec<Finding> {
    computer.engine.examine().await.unwrap()
}

/// A computer that is fine, then `change` happens to its office.
pub(super) async fn after(change: impl FnOnce(&World, &mut Computer)) -> Vec<Finding> {
    let world = World::open().await;
    let mut computer = world.computer().await;
    change(&world, &mut computer);
    examined(computer).await
}

/// The same, and the access token of the beginning is over.
async fn after_hours(change: impl FnOnce(&World, &mut Computer)) -> Vec<Finding> {
    after(|world, computer| {
        change(world, computer);
        world.clock.advance(SignedDuration::from_hours(2));
    })
    .await
}

async fn started_again(meanwhile: impl FnOnce(&Path)) -> Vec<Finding> {
    under_policy("", meanwhile).await
}

async fn under_policy(policy: &str, meanwhile: impl FnOnce(&Path)) -> Vec<Finding> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), policy).unwrap();
    let policy = PolicyStore::File(file.path().to_owned());
    let world = World::open().await;
    let computer = world.computer().await;
    let restarted = computer.try_restart_under(policy, meanwhile).await;
    examined(restarted.unwrap()).await
}

pub(super) async fn restarted_under(policy: &str, computer: Computer) -> Vec<Finding> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), policy).unwrap();
    let policy = PolicyStore::File(file.path().to_owned());
    let restarted = computer.try_restart_under(policy, |_| {}).await;
    examined(restarted.unwrap()).await
}

/// Adds a line to the settings of the PBX, as a person would by hand.
fn add_to_pbx(directory: &Path, line: &str) {
    let file = directory.join("settings.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, after) = text.split_once("[pbx]\n").unwrap();
    std::fs::write(&file, format!("{before}[pbx]\n{line}\n{after}")).unwrap();
}

async fn lost_directory() -> Vec<Finding> {
    after(|_, computer| {
        std::fs::remove_dir_all(computer.engine.profile().logs_directory()).unwrap();
    })
    .await
}

async fn broken_settings() -> Vec<Finding> {
    started_again(|directory| {
        std::fs::write(directory.join("settings.toml"), "this is no settings file").unwrap();
    })
    .await
}

async fn wrong_value() -> Vec<Finding> {
    started_again(|directory| add_to_pbx(directory, "poll_seconds = 2")).await
}

async fn unknown_name() -> Vec<Finding> {
    started_again(|directory| add_to_pbx(directory, "passwort = \"x\"")).await
}

async fn wrong_policy() -> Vec<Finding> {
    under_policy("pbx.poll_seconds = 2", |_| {}).await
}

async fn overruled_value() -> Vec<Finding> {
    under_policy("pbx.poll_seconds = 60", |directory| {
        add_to_pbx(directory, "poll_seconds = 2");
    })
    .await
}

async fn broken_policy() -> Vec<Finding> {
    under_policy("this is no policy", |_| {}).await
}

async fn missing_setting() -> Vec<Finding> {
    let world = World::open().await;
    examined(world.blank_computer().await).await
}

async fn another_country() -> Vec<Finding> {
    let world = World::open().await;
    world.office.vodia.set_habits(|habits| {
        habits.tenant_settings = Access::UnderName;
        habits.country_code = "49".to_owned();
    });
    examined(world.computer().await).await
}

async fn wrong_clock() -> Vec<Finding> {
    let world = World::open_with(|_, network| Arc::new(Ahead(network))).await;
    examined(world.computer().await).await
}

async fn with_keychain(fault: KeychainFault) -> Vec<Finding> {
    let world = World::open().await;
    let computer = world.computer().await;
    computer.keychain.suffer(Some(fault));
    examined(computer.restart().await).await
}

async fn absent_keychain() -> Vec<Finding> {
    with_keychain(KeychainFault::Absent).await
}

async fn locked_keychain() -> Vec<Finding> {
    with_keychain(KeychainFault::Locked).await
}

async fn paused() -> Vec<Finding> {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let until = world.clock.now() + SignedDuration::from_hours(1);
    while_running(&mut computer, async |outside| {
        outside.tell(Event::PauseRequested { until });
        outside.changed().await;
    })
    .await;
    examined(computer).await
}

async fn absent_pbx() -> Vec<Finding> {
    after(|world, _| {
        let pbx = world.office.vodia.misbehaviour();
        pbx.plan("", 0, 1_000, Misfortune::LoseRequest);
    })
    .await
}

async fn wrong_pbx() -> Vec<Finding> {
    after(|world, computer| computer.set("pbx.url", &world.office.entra_server().origin())).await
}

async fn wrong_pbx_of_policy() -> Vec<Finding> {
    let world = World::open().await;
    let computer = world.computer().await;
    let elsewhere = world.office.entra_server().origin();
    restarted_under(&format!("pbx.url = \"{elsewhere}\""), computer).await
}

async fn untrusted_pbx() -> Vec<Finding> {
    let world = World::open_with(|office, network| {
        Arc::new(Untrusted {
            network,
            origin: office.vodia_server().origin(),
        })
    })
    .await;
    let computer = world.new_computer().await;
    let password = PASSWORD.into();
    computer
        .keychain
        .set(SecretName::PbxPassword, &password)
        .unwrap();
    examined(computer).await
}

async fn wrong_tenant() -> Vec<Finding> {
    after(|_, computer| computer.set("pbx.tenant", "other.example")).await
}

async fn wrong_extension() -> Vec<Finding> {
    after(|_, computer| computer.set("pbx.extension", "999")).await
}

async fn wrong_password() -> Vec<Finding> {
    after(|world, _| world.office.vodia.set_password(EXTENSION, "a new password")).await
}

async fn no_api_access() -> Vec<Finding> {
    after(|world, _| {
        world
            .office
            .vodia
            .set_habits(|habits| habits.history_allowed = false);
    })
    .await
}

pub(super) fn had_call(world: &World) {
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
}

async fn gap() -> Vec<Finding> {
    let world = World::open().await;
    let mut computer = world.computer().await;
    had_call(&world);
    computer.sync().await;
    world.clock.advance(SignedDuration::from_hours(48));
    world.office.vodia.forget_before(world.minutes_ago(60));
    had_call(&world);
    computer.sync().await;
    examined(computer).await
}

async fn silent_history() -> Vec<Finding> {
    let world = World::open().await;
    let mut computer = world.computer().await;
    for _ in 0..30 {
        computer.go_on().await;
    }
    examined(computer).await
}

async fn wrong_organization() -> Vec<Finding> {
    let world = World::open().await;
    let mut computer = world.new_computer().await;
    let elsewhere = world.office.vodia_server().origin();
    computer.set("dynamics.organization_url", &elsewhere);
    examined(computer).await
}

async fn another_organization() -> Vec<Finding> {
    after(|world, computer| {
        let elsewhere = world.office.vodia_server().origin();
        computer.set("dynamics.organization_url", &elsewhere);
    })
    .await
}

async fn unlinked() -> Vec<Finding> {
    let world = World::open().await;
    let mut computer = world.new_computer().await;
    computer.log_in().await;
    examined(computer).await
}

async fn no_consent() -> Vec<Finding> {
    after_hours(|world, _| world.office.entra.withdraw_consent(CLIENT_ID, TENANT)).await
}

async fn revoked() -> Vec<Finding> {
    after_hours(|world, _| world.office.entra.tokens().revoke_all()).await
}

async fn refused(number: u32) -> Vec<Finding> {
    after_hours(|world, _| {
        let refusal = Refusal::new("invalid_grant", number, "No.");
        world.office.entra.refuse(Place::Token, 99, refusal);
    })
    .await
}

async fn conditional_access() -> Vec<Finding> {
    refused(53_003).await
}

async fn disabled_account() -> Vec<Finding> {
    refused(50_057).await
}

async fn disabled_user() -> Vec<Finding> {
    after(|world, _| {
        let user = world.office.user;
        world
            .office
            .dataverse
            .set_user_access(user, UserAccess::Disabled);
    })
    .await
}

async fn missing_privilege() -> Vec<Finding> {
    after(|world, _| {
        let user = world.office.user;
        world.office.dataverse.withhold(user, "prvCreateActivity");
    })
    .await
}

async fn another_email() -> Vec<Finding> {
    let world = World::open().await;
    let pbx = &world.office.vodia;
    pbx.add_extension(EXTENSION, PASSWORD, "tom@contoso.example");
    examined(world.computer().await).await
}

/// A service account is linked, and this is the e-mail address of the extension.
async fn with_service_account(email: &str) -> Vec<Finding> {
    let world = World::open().await;
    let pbx = &world.office.vodia;
    pbx.add_extension(EXTENSION, PASSWORD, email);
    world.add_service_account();
    let mut computer = world.new_computer().await;
    computer.log_in().await;
    computer
        .try_link(Choice::Approve(SERVICE_ACCOUNT))
        .await
        .unwrap();
    examined(computer).await
}

async fn no_email() -> Vec<Finding> {
    with_service_account("").await
}

async fn nobody_s_email() -> Vec<Finding> {
    assert_ne!(EMAIL, "nobody@contoso.example");
    with_service_account("nobody@contoso.example").await
}

async fn unreadable_numbers() -> Vec<Finding> {
    after(|world, _| {
        world.office.dataverse.add_contact(NewContact {
            last_name: "Askeland".to_owned(),
            mobile_phone: "ext. 504".to_owned(),
            ..NewContact::default()
        });
    })
    .await
}
