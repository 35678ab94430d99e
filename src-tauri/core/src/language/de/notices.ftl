notice-logged = Eingetragen: { $who }
notice-logged-company = Eingetragen: { $who } ({ $company })
notice-call = { $direction }, { $length }
notice-call-without-contact = { $direction }, { $length }, ohne Kontakt
notice-inbound = Eingehender Anruf
notice-outbound = Ausgehender Anruf
notice-internal = Interner Anruf
notice-hours = { $hours } Std { $minutes } min
notice-minutes = { $minutes } min { $seconds } s
notice-seconds = { $seconds } s
notice-not-answered = nicht angenommen
notice-busy = besetzt
notice-not-set-up = nicht zustande gekommen
notice-not-connected = nicht verbunden
notice-digest =
    { $count ->
        [one] Ein Anruf eingetragen
       *[other] { $count } Anrufe eingetragen
    }
notice-caught-up =
    { $count ->
        [one] Nachgetragen: ein Anruf
       *[other] Nachgetragen: { $count } Anrufe
    }
notice-one = { $who }, { $time }
notice-span = Von { $from } bis { $until }.
notice-without-contact =
    { $count ->
        [one] Einer ohne Kontakt.
       *[other] { $count } ohne Kontakt.
    }
notice-needs-you =
    { $count ->
        [one] Ein Anruf braucht Sie
       *[other] { $count } Anrufe brauchen Sie
    }
notice-question = { $who }: { $question }
notice-questions = Ringlog hat zu jedem eine Frage.
notice-open-record = In Dynamics öffnen
notice-sign-in = Neu anmelden
notice-show = Anzeigen
