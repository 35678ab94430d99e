# Was jede Seite um sich hat.

frame-home = Start
frame-calls = Anrufe
frame-settings = Einstellungen
frame-help = Hilfe
frame-pages = Seiten
frame-skip = Zum Inhalt springen
frame-asking = { $count ->
    [one] { $count } Anruf braucht Sie
   *[other] { $count } Anrufe brauchen Sie
}
frame-demo-name = Demo
frame-demo = Demo: Alles außerhalb von Ringlog wird auf diesem Computer simuliert.
frame-front-desk = Empfang öffnen
frame-dismiss = Ausblenden
frame-cancel = Abbrechen
frame-close = Schließen
frame-clear-search = Suche leeren
frame-details = Details
frame-show-password = Kennwort anzeigen
frame-hide-password = Kennwort verbergen
frame-copy = Kopieren
frame-copied = Kopiert
frame-selected = Markiert: mit Strg+C kopieren
frame-not-started = Ringlog hat diesem Fenster nicht geantwortet. Beenden Sie es im Infobereich und starten Sie es neu.
