# Earlier calls: looked at first, logged once the person approves.

backfill-open = Log earlier calls…
backfill-title = Log earlier calls
backfill-title-days = Calls of { $days }
backfill-why = Ringlog first shows what would happen to the calls of these days. Nothing is logged before you say so.
backfill-first-day = First day
backfill-last-day = Last day
backfill-days-missing = Choose both days.
backfill-days-reversed = The last day lies before the first.
backfill-days-to-come = The last day is still to come.
backfill-look = Show what would happen

backfill-looking = Looking at the calls of { $days }
backfill-looking-count = { $count ->
    [0] Asking the PBX for its history…
    [one] Reading the PBX’s history: { $count } record…
   *[other] Reading the PBX’s history: { $count } records…
}

backfill-no-calls = The PBX has no calls of these days.
backfill-would-log-none = No call would be logged.
backfill-would-log = { $count ->
    [one] { $count } call would be logged: { $split }.
   *[other] { $count } calls would be logged: { $split }.
}
backfill-on-known = { $count ->
    [one] { $count } on a known contact
   *[other] { $count } on known contacts
}
backfill-on-new = { $contacts ->
    [one] { $count } on a new contact
   *[other] { $count } on { $contacts } new contacts
}
backfill-on-nobody = { $count } without a contact
backfill-would-ask = { $count ->
    [one] You would be asked about { $count }.
   *[other] You would be asked about { $count }.
}
backfill-already-logged = { $count ->
    [one] { $count } is in Dynamics already; Ringlog only links to it.
   *[other] { $count } are in Dynamics already; Ringlog only links to them.
}
backfill-left-out = { $count ->
    [one] { $count } would be left out.
   *[other] { $count } would be left out.
}
backfill-known = { $count ->
    [one] { $count } is in Ringlog already.
   *[other] { $count } are in Ringlog already.
}
backfill-unreadable = { $count ->
    [one] { $count } cannot be read.
   *[other] { $count } cannot be read.
}
backfill-begins-late = The PBX’s history only begins on { $when }. Earlier calls are gone there.
backfill-cut = The newest { $count } calls are listed, all are counted.
backfill-group-log = Would be logged
backfill-group-ask = You would be asked
backfill-group-already-logged = In Dynamics already
backfill-group-leave-out = Would be left out
backfill-group-known = In Ringlog already
backfill-group-unreadable = Cannot be read
backfill-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
backfill-new-contact = New contact
backfill-decided-again = Each call is decided again when its turn comes.
backfill-nothing = There is nothing to log in these days.
backfill-other-days = Other days
backfill-approve = Log these calls

backfill-running = Logging earlier calls
backfill-running-reading = { $days }: reading the PBX’s history…
backfill-running-count = { $days }: { NUMBER($done) } of { NUMBER($total) }
backfill-running-cancel = If you cancel, what is not logged yet is left out. You can log it later.
backfill-looking-elsewhere = Looking at earlier calls
