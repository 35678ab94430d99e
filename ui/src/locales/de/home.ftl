# Wie es steht und was sich dafür tun lässt.

home-last-logged = Zuletzt eingetragen: { $who }, { $when }
home-parts = Die Teile der Verbindung
home-part-ok = : funktioniert
home-part-working = : arbeitet
home-part-attention = : braucht Aufmerksamkeit
home-part-error = : funktioniert nicht
home-part-off = : aus
home-checked-at = Letzte Antwort
home-sync-now = Jetzt abgleichen
home-pause-hour = Eine Stunde pausieren
home-paused = Pausiert bis { $until }. Nichts geht verloren: Die Anrufe werden danach nachgeholt.
home-resume = Fortsetzen

home-account = Microsoft-Konto
home-linked-as = Verknüpft als
home-linked-since = Verknüpft seit
home-organization = Dynamics-Organisation
home-insecure = Unsicher: http auf diesem Computer.
home-unlinked = Es ist kein Konto verknüpft, daher wird kein Anruf eingetragen.
home-link = Konto verknüpfen
home-link-again = Neu verknüpfen
home-get-token = OAuth-Token abrufen
home-grant-consent = Administrator{ "\u00AD" }zustimmung erteilen
home-grant-consent-more = Einmalig, durch einen Administrator
home-unlink = Verknüpfung aufheben

home-unlink-title = Verknüpfung aufheben?
home-unlink-stops = Ringlog trägt Ihre Anrufe dann nicht mehr in Dynamics ein.
home-unlink-waits = Wartende Anrufe warten weiter, bis wieder ein Konto verknüpft ist.
home-unlink-deletes = Alle Token werden von diesem Computer gelöscht.
home-unlink-stays = Was eingetragen ist, bleibt in Dynamics.
home-unlinked-title = Verknüpfung aufgehoben
home-unlinked-done = Alle Token sind von diesem Computer gelöscht, und es wird kein Anruf mehr eingetragen.
home-unlinked-remembered = Microsoft führt Ringlog möglicherweise noch unter den Apps, die Sie zugelassen haben; dort können Sie es entfernen. Hat ein Administrator für alle zugestimmt, steht es im Entra Admin Center unter Unternehmensanwendungen, Berechtigungen.
home-microsoft-apps = Meine Apps bei Microsoft öffnen

home-browser = Weiter geht es im Browser
home-browser-consent = Ein Administrator meldet sich auf der Seite von Microsoft an und stimmt zu. Dieses Fenster macht von selbst weiter.
home-browser-link = Melden Sie sich auf der Seite von Microsoft mit Ihrem Geschäftskonto an. Dieses Fenster macht von selbst weiter.
home-browser-none = Kein Browser geöffnet?
home-browser-address-why = Kopieren Sie diese Adresse und öffnen Sie sie in einem Browser auf diesem Computer.
home-browser-address = Adresse der Seite von Microsoft
home-ask-administrator = Meinen Administrator bitten
home-administrator-why = Kopieren Sie diese Nachricht und senden Sie sie Ihrem Administrator. Ringlog bemerkt, wenn zugestimmt wurde.
home-administrator-message = Nachricht an Ihren Administrator

home-pbx-log-in = An der Telefonanlage anmelden
home-pbx-password = An der Telefonanlage anmelden
home-pbx-password-why = Das Kennwort wird an der Telefonanlage geprüft und dann im Schlüsselbund dieses Computers aufbewahrt.
home-pbx-password-label = Kennwort der Telefonanlage
home-open-settings = Einstellungen öffnen
home-open-needs-you = Diese Anrufe zeigen
home-open-failed = Fehlgeschlagene Anrufe zeigen
home-open-waiting = Wartende Anrufe zeigen

home-catching-up = Anrufe werden nachgeholt
home-catching-up-count = { NUMBER($done) } von { $total ->
    [one] { NUMBER($total) } Anruf ist durch
   *[other] { NUMBER($total) } Anrufen sind durch
}
home-catching-up-cancel = Wenn Sie abbrechen, wartet der Rest, und Ringlog pausiert eine Stunde.

home-set-up = Einrichtung abschließen
home-set-up-continue = Weiter
home-set-up-left = { $left ->
    [one] Noch ein kurzer Schritt, dann werden Ihre Anrufe eingetragen.
   *[other] Noch { $left } kurze Schritte, dann werden Ihre Anrufe eingetragen.
}

home-needs-you = Braucht Sie
home-today = Heute
home-all-calls = Alle Anrufe
home-today-empty = Heute noch keine Anrufe. Kurz nach seinem Ende erscheint ein Anruf hier.
home-today-more = { $count ->
    [one] und { $count } weiterer heute
   *[other] und { $count } weitere heute
}
home-waiting = { $count ->
    [one] { $count } Anruf wartet auf den Eintrag
   *[other] { $count } Anrufe warten auf den Eintrag
}
