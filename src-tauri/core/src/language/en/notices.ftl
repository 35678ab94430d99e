notice-logged = Logged: { $who }
notice-logged-company = Logged: { $who } ({ $company })
notice-call = { $direction }, { $length }
notice-call-without-contact = { $direction }, { $length }, without a contact
notice-inbound = Incoming call
notice-outbound = Outgoing call
notice-internal = Internal call
notice-hours = { $hours } h { $minutes } min
notice-minutes = { $minutes } min { $seconds } s
notice-seconds = { $seconds } s
notice-not-answered = not answered
notice-busy = busy
notice-not-set-up = not set up
notice-not-connected = not connected
notice-digest =
    { $count ->
        [one] One call logged
       *[other] { $count } calls logged
    }
notice-caught-up =
    { $count ->
        [one] Caught up: one call logged
       *[other] Caught up: { $count } calls logged
    }
notice-one = { $who }, { $time }
notice-span = From { $from } until { $until }.
notice-without-contact =
    { $count ->
        [one] One without a contact.
       *[other] { $count } without a contact.
    }
notice-needs-you =
    { $count ->
        [one] One call needs you
       *[other] { $count } calls need you
    }
notice-question = { $who }: { $question }
notice-questions = Ringlog has a question about each.
notice-open-record = Open in Dynamics
notice-sign-in = Sign in again
notice-show = Show
