# Frühere Anrufe: erst angesehen, dann eingetragen, wenn man es so will.

backfill-open = Frühere Anrufe eintragen…
backfill-title = Frühere Anrufe eintragen
backfill-title-days = Anrufe vom { $days }
backfill-why = Ringlog zeigt zuerst, was mit den Anrufen dieser Tage geschähe. Eingetragen wird nichts, bevor Sie es sagen.
backfill-first-day = Erster Tag
backfill-last-day = Letzter Tag
backfill-days-missing = Wählen Sie beide Tage.
backfill-days-reversed = Der letzte Tag liegt vor dem ersten.
backfill-days-to-come = Der letzte Tag kommt erst noch.
backfill-look = Zeigen, was geschähe

backfill-looking = Die Anrufe vom { $days } werden angesehen
backfill-looking-count = { $count ->
    [0] Die Telefonanlage wird nach ihrem Verlauf gefragt…
    [one] Der Verlauf der Telefonanlage wird gelesen: { $count } Eintrag…
   *[other] Der Verlauf der Telefonanlage wird gelesen: { $count } Einträge…
}

backfill-no-calls = Die Telefonanlage hat keine Anrufe dieser Tage.
backfill-would-log-none = Kein Anruf würde eingetragen.
backfill-would-log = { $count ->
    [one] { $count } Anruf würde eingetragen: { $split }.
   *[other] { $count } Anrufe würden eingetragen: { $split }.
}
backfill-on-known = { $count ->
    [one] { $count } bei einem bekannten Kontakt
   *[other] { $count } bei bekannten Kontakten
}
backfill-on-new = { $contacts ->
    [one] { $count } bei einem neuen Kontakt
   *[other] { $count } bei { $contacts } neuen Kontakten
}
backfill-on-nobody = { $count } ohne Kontakt
backfill-would-ask = { $count ->
    [one] Bei { $count } würden Sie gefragt.
   *[other] Bei { $count } würden Sie gefragt.
}
backfill-already-logged = { $count ->
    [one] { $count } steht schon in Dynamics; Ringlog verweist nur darauf.
   *[other] { $count } stehen schon in Dynamics; Ringlog verweist nur darauf.
}
backfill-left-out = { $count ->
    [one] { $count } würde ausgelassen.
   *[other] { $count } würden ausgelassen.
}
backfill-known = { $count ->
    [one] { $count } hat Ringlog schon.
   *[other] { $count } hat Ringlog schon.
}
backfill-unreadable = { $count ->
    [one] { $count } ist nicht lesbar.
   *[other] { $count } sind nicht lesbar.
}
backfill-begins-late = Der Verlauf der Telefonanlage beginnt erst am { $when }. Frühere Anrufe gibt es dort nicht mehr.
backfill-cut = Aufgeführt sind die neuesten { $count } Anrufe, gezählt sind alle.
backfill-group-log = Würden eingetragen
backfill-group-ask = Da würden Sie gefragt
backfill-group-already-logged = Schon in Dynamics
backfill-group-leave-out = Würden ausgelassen
backfill-group-known = Schon in Ringlog
backfill-group-unreadable = Nicht lesbar
backfill-more = { $count ->
    [one] und { $count } weiterer
   *[other] und { $count } weitere
}
backfill-new-contact = Neuer Kontakt
backfill-decided-again = Über jeden Anruf wird neu entschieden, wenn er an der Reihe ist.
backfill-nothing = In diesen Tagen gibt es nichts einzutragen.
backfill-other-days = Andere Tage
backfill-approve = Diese Anrufe eintragen

backfill-running = Frühere Anrufe werden eingetragen
backfill-running-reading = { $days }: Der Verlauf der Telefonanlage wird gelesen…
backfill-running-count = { $days }: { NUMBER($done) } von { NUMBER($total) }
backfill-running-cancel = Wenn Sie abbrechen, wird ausgelassen, was noch nicht eingetragen ist. Sie können es später eintragen.
backfill-looking-elsewhere = Frühere Anrufe werden angesehen
