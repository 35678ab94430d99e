calls-direction-inbound = Incoming
calls-direction-outbound = Outgoing
calls-direction-internal = Internal
calls-outcome-connected = Connected
calls-outcome-no-answer = No answer
calls-outcome-busy = Busy
calls-outcome-failed = Not put through
calls-outcome-unknown = Outcome unknown
calls-state-logged = Logged
calls-state-waiting = Waiting
calls-state-needs-you = Needs you
calls-state-left-out = Left out
calls-state-failed = Failed

calls-list = List of calls
calls-total = { $count ->
    [one] { $count } call
   *[other] { $count } calls
}
calls-found = { $count ->
    [one] { $count } call found
   *[other] { $count } calls found
}
calls-found-many = More than { $count } calls found
calls-newer = { $count ->
    [one] { $count } new call
   *[other] { $count } new calls
}
calls-newer-many = More than { $count } new calls

calls-filters = Which calls
calls-search = Search calls
calls-search-hint = Name, number, company or note
calls-state = State
calls-state-all = All
calls-direction = Direction
calls-direction-all = All directions
calls-day = Day
calls-day-before = Previous day
calls-day-after = Next day
calls-day-all = All days
calls-day-today = Today
calls-day-yesterday = Yesterday
calls-show-all = Show all calls
calls-again = Try again

calls-empty = No calls yet
calls-empty-why = Ringlog lists every call of your extension here once it has ended, usually within a minute.
calls-empty-home = See what is missing
calls-look-now = Look for calls now
calls-empty-search = No call fits
calls-empty-search-why = The search looks in names, numbers, companies and notes. Perhaps a filter leaves the call out.
calls-empty-state = { $state ->
    [needs_you] Nothing needs you
    [waiting] No call waits
    [left_out] No call was left out
    [failed] No call has failed
   *[logged] No call is logged yet
}
calls-empty-state-why = { $state ->
    [needs_you] Ringlog logs calls by itself. Where it cannot decide, for example between two contacts with the same number, it asks you here.
    [waiting] A call waits here for a moment, until Dynamics has taken it. After an outage it goes out by itself.
    [left_out] Internal calls, very short ones and numbers on your never-log list would be listed here, with the rule.
    [failed] What Dynamics refuses would be listed here, with the reason and what to do.
   *[logged] Once a call stands in Dynamics it is listed here.
}

calls-detail = Call
calls-back = Calls
calls-missing = This call is not in the ledger
calls-missing-why = Perhaps Ringlog uses another profile now.
calls-retry = Try again
calls-open-record = Open in Dynamics
calls-open-contact = Open contact
calls-fact-kind = Kind
calls-fact-began = Began
calls-fact-rang = Rang for
calls-fact-talked = Talked for
calls-fact-ended = Ended
calls-fact-logged = Logged
calls-fact-extension = Extension
calls-history = History
calls-source-id = Call id at the PBX
calls-source-id-copy = Copy the call id at the PBX
