calls-direction-inbound = Eingehend
calls-direction-outbound = Ausgehend
calls-direction-internal = Intern
calls-outcome-connected = Verbunden
calls-outcome-no-answer = Keine Antwort
calls-outcome-busy = Besetzt
calls-outcome-failed = Nicht zustande gekommen
calls-outcome-unknown = Ausgang unbekannt
calls-state-logged = Eingetragen
calls-state-waiting = Wartet
calls-state-needs-you = Braucht Sie
calls-state-left-out = Ausgelassen
calls-state-failed = Fehlgeschlagen

calls-list = Anrufliste
calls-total = { $count ->
    [one] { $count } Anruf
   *[other] { $count } Anrufe
}
calls-found = { $count ->
    [one] { $count } Anruf gefunden
   *[other] { $count } Anrufe gefunden
}
calls-found-many = Mehr als { $count } Anrufe gefunden
calls-newer = { $count ->
    [one] { $count } neuer Anruf
   *[other] { $count } neue Anrufe
}
calls-newer-many = Mehr als { $count } neue Anrufe

calls-filters = Welche Anrufe
calls-search = Anrufe suchen
calls-search-hint = Name, Nummer, Firma oder Notiz
calls-state = Stand
calls-state-all = Alle
calls-direction = Richtung
calls-direction-all = Alle Richtungen
calls-day = Tag
calls-day-before = Vorheriger Tag
calls-day-after = Nächster Tag
calls-day-all = Alle Tage
calls-day-today = Heute
calls-day-yesterday = Gestern
calls-show-all = Alle Anrufe zeigen
calls-again = Erneut versuchen

calls-empty = Noch keine Anrufe
calls-empty-why = Ringlog listet hier jeden Anruf Ihrer Nebenstelle auf, sobald er beendet ist, meist innerhalb einer Minute.
calls-empty-home = Zeigen, was fehlt
calls-look-now = Jetzt nach Anrufen sehen
calls-empty-search = Kein Anruf passt
calls-empty-search-why = Gesucht wird in Namen, Nummern, Firmen und Notizen. Vielleicht schließt ein Filter den Anruf aus.
calls-empty-state = { $state ->
    [needs_you] Nichts braucht Sie
    [waiting] Kein Anruf wartet
    [left_out] Kein Anruf wurde ausgelassen
    [failed] Kein Anruf ist fehlgeschlagen
   *[logged] Noch kein Anruf ist eingetragen
}
calls-empty-state-why = { $state ->
    [needs_you] Ringlog trägt Anrufe von selbst ein. Wo es nicht entscheiden kann, etwa zwischen zwei Kontakten mit derselben Nummer, fragt es Sie hier.
    [waiting] Hier wartet ein Anruf kurz, bis Dynamics ihn angenommen hat. Nach einem Ausfall geht er von selbst hinaus.
    [left_out] Interne Anrufe, sehr kurze und Nummern, die Sie nie eintragen lassen, stünden hier, mit der Regel.
    [failed] Was Dynamics ablehnt, stünde hier, mit dem Grund und dem, was zu tun ist.
   *[logged] Sobald ein Anruf in Dynamics steht, ist er hier aufgeführt.
}

calls-detail = Anruf
calls-back = Anrufe
calls-missing = Diesen Anruf gibt es hier nicht
calls-missing-why = Vielleicht benutzt Ringlog jetzt ein anderes Profil.
calls-retry = Erneut versuchen
calls-open-record = In Dynamics öffnen
calls-open-contact = Kontakt öffnen
calls-fact-kind = Art
calls-fact-began = Beginn
calls-fact-rang = Geklingelt
calls-fact-talked = Gesprochen
calls-fact-ended = Ende
calls-fact-logged = Eingetragen
calls-fact-extension = Nebenstelle
calls-history = Verlauf
calls-source-id = Anrufkennung der Telefonanlage
calls-source-id-copy = Anrufkennung der Telefonanlage kopieren
