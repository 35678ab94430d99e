light-fine = All is well
light-not-checked = Checking the connection
light-stopped = Ringlog cannot work
light-setting-up = Not set up yet
light-not-linked-yet = Not linked yet
light-unlinked = Unlinked
light-no-pbx = No PBX is set up
light-no-organization = Dynamics is not set up
light-paused = Paused until { $time }
light-paused-until-tomorrow = Paused until tomorrow, { $time }
light-catching-up =
    { $total ->
        [one] Catching up: { $done } of one call
       *[other] Catching up: { $done } of { $total } calls
    }
light-syncing = Looking for calls
light-pbx-refused = The PBX refused the password
light-pbx-forbidden = The PBX does not show its calls
light-pbx-unreachable = The PBX does not answer
light-microsoft-unreachable = Microsoft does not answer
light-dynamics-unreachable = Dynamics does not answer
light-misconfigured = A setting must be corrected
light-no-password = The PBX password is missing
light-gap = Some calls may be missing
light-unreadable =
    { $count ->
        [one] One record of the PBX cannot be read
       *[other] { $count } records of the PBX cannot be read
    }
light-sign-in = Sign in again
light-consent = Admin consent is needed
light-keychain = The keychain does not open
light-privileges = A permission in Dynamics is missing
light-owner-unclear = It is not clear whose calls these are
light-throttled = Dynamics asked for a short break
light-refused = Dynamics refuses the account
light-elsewhere = Linked with another organization
light-failed =
    { $count ->
        [one] One call could not be logged
       *[other] { $count } calls could not be logged
    }
light-needs-you =
    { $count ->
        [one] One call needs you
       *[other] { $count } calls need you
    }

part-pbx = PBX
part-sign-in = Microsoft sign-in
part-dynamics = Dynamics 365

call-withheld = Withheld number

line-recorded = The PBX showed the call.
line-finished = The call was over.
line-changed = The PBX changed its record of the call.
line-retry-asked = You asked for another attempt.
line-linked-again = The account was linked again.
line-attempted = It is being sent to Dynamics.
line-logged = It stands in Dynamics.
line-waiting = It waits.
line-needs-you = It needs you.
line-left-out = It is left out.
line-failed = It failed.
line-other = Something this version of Ringlog has no words for.

state-logged = logged
state-waiting = waiting
state-needs-you = needs you
state-left-out = left out
state-failed = failed

group-pbx = PBX
group-dynamics = Dynamics and Microsoft
group-numbers = Numbers
group-rules = What is logged
group-notifications = Notifications
group-app = Ringlog
option-vodia = Vodia PBX
option-create = Create a contact
option-ask = Ask me
option-unlinked = Log without a contact
option-contact = Contacts
option-account = Accounts
option-lead = Leads
option-each = Each call
option-digest = A digest, at most once an hour
option-off = Only when I am needed
default-on = on
default-off = off
default-empty = empty
