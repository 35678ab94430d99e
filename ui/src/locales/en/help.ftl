help-examine-title = Is everything in order?
help-examine = Check everything
help-examine-again = Check again
help-examine-why = Ringlog asks the keychain, the PBX, Microsoft and Dynamics, and says for each what it found and what cures it.
help-examining = Checking, this takes a few seconds.
help-examined-fine = Everything is as it should be.
help-examined = { $count ->
    [one] One check found something to look at.
   *[other] { $count } checks found something to look at.
}
help-verdict-ok = In order
help-verdict-attention = Worth a look
help-verdict-failed = Does not work
help-verdict-skipped = Not checked

help-symptoms = What do you see?
help-checks = What Ringlog checks
help-todo = What to do

help-absent = A call does not appear in Dynamics
help-absent-checks =
    Whether the PBX answers and shows the history of your extension.
    Whether a rule left the call out, and whether Dynamics took it.
    Whether Ringlog is paused, and whether calls left the history before they could be read.
help-absent-todo =
    Wait a minute after hanging up: Ringlog looks at the PBX about twice a minute.
    Look the call up under Calls: its history says what happened to it, and why.
    “Left out” names the rule. “Log it anyway” logs this one call, where the call offers it; for all such calls, change the rule in the settings.
    “Failed” says what Dynamics refused. Put that right, then press “Try again” at the call.

help-person = A call is on the wrong person
help-person-checks =
    Whether the number belongs to exactly one person in Dynamics, digit for digit, however it is written there.
help-person-todo =
    Open the call, press “Wrong person…” and choose the right one: the record in Dynamics is corrected, and Ringlog remembers it for the number. The settings list what is remembered, and can forget it.
    Where several people share a number Ringlog asks you at the call; one press answers.
    A call that should not be in Dynamics at all: under “More”, “Undo…” takes it out again, and “Keep private…” keeps it out.
    If the number does not belong to that person, press “Open contact” and take it out of the phone field there.
    Enter your company’s own numbers in the settings, so that the switchboard is never taken for the caller.

help-contact = A contact is missing, or there is one too many
help-contact-checks =
    Whether your Dynamics role may read and create contacts.
    Which fields and tables are searched for a number.
help-contact-todo =
    Check the country in the settings: it tells which number “020 7946 0958” stands for.
    Choose what happens to an unknown number: create a contact, ask you, or log the call without one.
    Activate a deactivated contact in Dynamics, so that it is found.
    A withheld number belongs to nobody; such a call is logged without a contact.
    Let “Number health” list the numbers in Dynamics that no call can match.

help-sign-in = Microsoft asks me to sign in again
help-sign-in-checks =
    Whether the sign-in renews itself.
    Whether this computer’s keychain keeps it.
help-sign-in-todo =
    Link the account again. No call is lost: all of them wait and go out afterwards.
    Once, after a new password or a new security rule, is normal.
    Every day: your organization limits how long a sign-in lasts. Ask your administrator.
    After each restart: the keychain is locked or cannot keep the sign-in. “Check everything” says which.

help-consent = Nothing happens after linking
help-consent-checks =
    Whether your organization has allowed Ringlog.
    Whether Dynamics knows you as a user.
help-consent-todo =
    Finish Microsoft’s page in the browser; Ringlog waits five minutes for it.
    An administrator has to allow Ringlog once for everybody. If you are one, grant it here; if not, send yours the ready message.
    If Dynamics does not know you, ask your administrator for a Dynamics user with your e-mail address.

help-colleagues = Calls of colleagues appear, or mine carry another name
help-colleagues-checks =
    Whether your e-mail address leads to exactly one user in Dynamics, and which.
help-colleagues-todo =
    Make sure that the extension in the settings is yours: Ringlog reads its history and no other.
    A call for a queue or ring group that a colleague answered is left out, unless the settings say otherwise.
    With a service account, set the e-mail address of the user for whom calls are logged.

help-twice = A call stands in Dynamics twice
help-twice-checks =
    Whether another program has logged calls that Ringlog found as well.
help-twice-todo =
    Ringlog links to a record of the same call that is there already and writes no second one; its reason says so.
    A record that comes later is not noticed by it: ask your administrator to switch off the Dynamics integration of the PBX for your extension.
    Delete the record of the other program, not that of Ringlog.

help-light = The light is amber, red or grey
help-light-checks =
    The PBX, the Microsoft sign-in and Dynamics, each by a real answer. The light shows the worst of the three.
help-light-todo =
    Amber: Ringlog is at work, or something asks for you.
    Red: something does not work. Home says what, and has a button for the cure.
    Grey: Ringlog is not set up, unlinked or paused.
    Whatever the light says, calls wait and none is lost.

help-way-calls = All calls
help-way-left-out = Calls left out
help-way-failed = Failed calls
help-way-needs-you = Calls that need you
help-way-choices = Remembered choices
help-way-rules = Rules
help-way-own-numbers = Own numbers
help-way-country = Country
help-way-unknown-numbers = Unknown numbers
help-way-lookup = Where Ringlog looks
help-way-extension = Extension
help-way-queue = Group calls
help-way-attribution = Service account
help-way-home = Home

help-privacy-title = Privacy
help-privacy = Your calls stay between your PBX, this computer and your company’s own Dynamics; nothing goes to anybody else, and Ringlog never sees your Microsoft password.

help-about = About
help-version = Version
help-system = System
help-profile = Profile
help-copy = Copy for support
help-logs = Open the logs
help-licence = Ringlog is free software: MIT OR Apache-2.0, as you choose.
help-licences = Built from { $count } packages of others
help-package = Package
help-licence-column = Licence
