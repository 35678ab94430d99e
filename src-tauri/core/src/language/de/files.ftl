# Dateien, um die jemand gebeten hat.
file-exists = { $path } gibt es schon und wurde nicht ersetzt.
    .next = Wählen Sie einen anderen Namen, oder ersetzen Sie die Datei mit --force.
file-not-saved = { $path } konnte nicht gespeichert werden: { $detail }.
no-downloads = Das System nennt keinen Ordner für Downloads, deshalb wurde nichts gespeichert.
diagnostics-without-key = Es gibt kein lesbares Anrufbuch, deshalb sind alle Platzhalter einer Art gleich.
nothing-to-save = Es wurde nichts gezeigt, was sich speichern ließe: Erstellen Sie es zuerst.
