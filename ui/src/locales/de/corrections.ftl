# Wessen Anruf es war, und was jemand an einem Anruf ändert.

corrections-question = Wessen Anruf war das?
corrections-somebody-else = Jemand anders …
corrections-somebody = Jemanden wählen …
corrections-new-contact = Neuer Kontakt
corrections-nobody = Ohne Kontakt eintragen
corrections-nobody-any-more = Niemand in Dynamics
corrections-entity-contact = Kontakt
corrections-entity-account = Firma
corrections-entity-lead = Lead

corrections-log = Trotzdem eintragen
corrections-whose = Sagen, wessen Anruf es war …
corrections-wrong-person = Falsche Person …
corrections-note = Notiz hinzufügen …
corrections-rename = Betreff ändern …
corrections-undo = Rückgängig machen …
corrections-private = Privat halten …
corrections-private-at-once = Privat halten
corrections-more = Mehr

corrections-goes-there = Der Eintrag in Dynamics geht an die Person, die Sie wählen.
corrections-remembers = Ringlog merkt sich Ihre Wahl für { $number }.
corrections-search = Kontakte, Firmen und Leads suchen
corrections-search-hint = Name oder Nummer
corrections-search-begin = Geben Sie einen Namen oder eine Nummer ein.
corrections-search-list = In Dynamics gefunden
corrections-search-found = { $count ->
    [one] { $count } gefunden
   *[other] { $count } gefunden
}
corrections-search-none = Kein Kontakt, keine Firma und kein Lead passt zu „{ $text }“.
corrections-asking = Dynamics wird gefragt …

corrections-note-title = Notiz hinzufügen
corrections-note-label = Notiz
corrections-rename-title = Betreff ändern
corrections-rename-label = Betreff
corrections-left = { $count ->
    [one] Noch { $count } Zeichen
   *[other] Noch { $count } Zeichen
}
corrections-over = { $count ->
    [one] { $count } Zeichen zu viel
   *[other] { $count } Zeichen zu viel
}
corrections-save = Speichern
corrections-save-keys = Strg+Eingabe

corrections-removed = Der Eintrag des Anrufs mit { $who } wird aus Dynamics entfernt.
corrections-removed-edited = Hat ihn dort jemand geändert, bleibt er stehen, und Ringlog sagt es Ihnen.
corrections-undo-title = Diesen Anruf aus Dynamics entfernen?
corrections-undo-stays = In der Liste von Ringlog bleibt der Anruf, als ausgelassen. „Trotzdem eintragen“ trägt ihn wieder ein.
corrections-undo-press = Entfernen
corrections-private-title = Diesen Anruf privat halten?
corrections-private-stays = Er wird nicht wieder eingetragen, außer Sie wollen es, und ist nur auf diesem Computer bekannt.
corrections-private-press = Privat halten

corrections-subject = Betreff
corrections-notes = Notizen
corrections-pending = Wartet auf Dynamics
corrections-remembered = Anrufe dieser Nummer gehen an { $who }, gewählt { $when }.
corrections-forget = Vergessen
corrections-forget-of = { $number } vergessen: { $who }
corrections-forgotten = Vergessen. Wo die Nummer mehreren gehören kann, fragt Ringlog wieder.
corrections-choices = Gemerkte Antworten
corrections-choices-why = Wessen Anrufe die dieser Nummern sind, wie Sie es einmal gewählt haben.
corrections-choices-none = Noch ist nichts gemerkt. Wenn Ringlog fragt, wessen Anruf es war, merkt es sich Ihre Antwort für die nächsten Anrufe dieser Nummer und zeigt sie hier.
corrections-choices-search = Gemerkte Antworten suchen
corrections-choices-none-found = Keine gemerkte Antwort passt.
corrections-chosen = Gewählt { $when }
