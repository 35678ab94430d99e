support-numbers-title = Zustand der Nummern
support-numbers-why = Ringlog liest alle Nummern in Dynamics und sagt, welche nie zu einem Anruf passen können, und warum. Dort wird nichts geändert.
support-numbers-start = Nummern prüfen
support-numbers-again = Noch einmal prüfen
support-numbers-reading = { $count ->
    [0] Die Datensätze in Dynamics werden gelesen.
    [one] Bisher ist ein Datensatz gelesen.
   *[other] Bisher sind { $count } Datensätze gelesen.
}
support-numbers-read = { $count ->
    [0] Alle { $numbers } Nummern in { $records } Datensätzen können passen.
    [one] Von { $numbers } Nummern in { $records } Datensätzen passt eine nie zu einem Anruf oder führt jedes Mal zu einer Frage.
   *[other] Von { $numbers } Nummern in { $records } Datensätzen passen { $count } nie zu einem Anruf oder führen jedes Mal zu einer Frage.
}
support-numbers-incomplete = Es sind zu viele Nummern, um alle zu vergleichen: Manche gemeinsame fehlt vielleicht.
support-numbers-list = Die ersten { $count } von { $total }
support-numbers-suggestion = gemeint ist { $number }
support-numbers-open = { $who } in Dynamics öffnen
support-save-csv = Alle als CSV speichern
support-saved = Gespeichert in { $path }.
support-open-folder = Ordner öffnen
support-text-title = Für den Support
support-text-why = Ein Text über das, was erklärt, wie Ringlog hier arbeitet: Einstellungen, Ampel, die letzten Anrufe, das Ende des Protokolls. Nummern, Namen und Adressen sind durch Platzhalter ersetzt. Lesen Sie ihn, bevor Sie ihn speichern.
support-text-show = Text zeigen
support-text-again = Neu erstellen
support-text-preview = Der Text für den Support
support-text-save = Diesen Text speichern
