help-examine-title = Ist alles in Ordnung?
help-examine = Alles prüfen
help-examine-again = Noch einmal prüfen
help-examine-why = Ringlog fragt den Schlüsselbund, die Telefonanlage, Microsoft und Dynamics und sagt zu jedem, was es fand und was hilft.
help-examining = Es wird geprüft, das dauert ein paar Sekunden.
help-examined-fine = Alles ist, wie es sein soll.
help-examined = { $count ->
    [one] Bei einer Prüfung fand sich etwas.
   *[other] Bei { $count } Prüfungen fand sich etwas.
}
help-verdict-ok = In Ordnung
help-verdict-attention = Bitte ansehen
help-verdict-failed = Geht nicht
help-verdict-skipped = Nicht geprüft

help-symptoms = Was sehen Sie?
help-checks = Was Ringlog prüft
help-todo = Was zu tun ist

help-absent = Ein Anruf erscheint nicht in Dynamics
help-absent-checks =
    Ob die Telefonanlage antwortet und den Verlauf Ihrer Nebenstelle zeigt.
    Ob eine Regel den Anruf ausgelassen und ob Dynamics ihn angenommen hat.
    Ob Ringlog angehalten ist und ob Anrufe den Verlauf verließen, bevor sie gelesen werden konnten.
help-absent-todo =
    Warten Sie nach dem Auflegen eine Minute: Ringlog sieht etwa zweimal pro Minute nach.
    Suchen Sie den Anruf unter „Anrufe“: Sein Verlauf sagt, was mit ihm geschah und warum.
    „Ausgelassen“ nennt die Regel. „Trotzdem eintragen“ trägt diesen einen Anruf ein, wo er es anbietet; für alle solchen Anrufe ändern Sie die Regel in den Einstellungen.
    „Fehlgeschlagen“ sagt, was Dynamics abgelehnt hat. Beheben Sie das und drücken Sie beim Anruf „Erneut versuchen“.

help-person = Ein Anruf steht bei der falschen Person
help-person-checks =
    Ob die Nummer in Dynamics genau einer Person gehört, Ziffer für Ziffer, wie auch immer sie dort geschrieben ist.
help-person-todo =
    Öffnen Sie den Anruf, drücken Sie „Falsche Person …“ und wählen Sie die richtige: Der Eintrag in Dynamics wird berichtigt, und Ringlog merkt es sich für die Nummer. Die Einstellungen zeigen, was gemerkt ist, und können es vergessen.
    Teilen sich mehrere Personen eine Nummer, fragt Ringlog Sie beim Anruf; ein Druck genügt als Antwort.
    Gehört ein Anruf gar nicht in Dynamics: Unter „Mehr“ nimmt „Rückgängig machen …“ ihn wieder heraus, und „Privat halten …“ hält ihn heraus.
    Gehört die Nummer der Person nicht, drücken Sie „Kontakt öffnen“ und nehmen Sie sie dort aus dem Telefonfeld.
    Tragen Sie die eigenen Nummern Ihrer Firma in den Einstellungen ein, damit die Zentrale nie für die Gegenseite gehalten wird.

help-contact = Ein Kontakt fehlt, oder es gibt einen zu viel
help-contact-checks =
    Ob Ihre Dynamics-Rolle Kontakte lesen und anlegen darf.
    In welchen Feldern und Tabellen eine Nummer gesucht wird.
help-contact-todo =
    Prüfen Sie das Land in den Einstellungen: Es bestimmt, für welche Nummer „030 2345 0958“ steht.
    Wählen Sie, was mit einer unbekannten Nummer geschieht: Kontakt anlegen, Sie fragen oder ohne Kontakt eintragen.
    Aktivieren Sie einen deaktivierten Kontakt in Dynamics, damit er gefunden wird.
    Eine unterdrückte Nummer gehört niemandem; so ein Anruf wird ohne Kontakt eingetragen.
    Lassen Sie unter „Zustand der Nummern“ die Nummern in Dynamics auflisten, zu denen kein Anruf passen kann.

help-sign-in = Microsoft will, dass ich mich erneut anmelde
help-sign-in-checks =
    Ob sich die Anmeldung von selbst erneuert.
    Ob der Schlüsselbund dieses Computers sie aufbewahrt.
help-sign-in-todo =
    Verknüpfen Sie das Konto erneut. Kein Anruf geht verloren: Alle warten und gehen danach hinaus.
    Einmal, nach einem neuen Kennwort oder einer neuen Sicherheitsregel, ist normal.
    Jeden Tag: Ihre Organisation begrenzt, wie lange eine Anmeldung gilt. Fragen Sie Ihren Administrator.
    Nach jedem Neustart: Der Schlüsselbund ist gesperrt oder kann die Anmeldung nicht aufbewahren. „Alles prüfen“ sagt, was von beidem.

help-consent = Nach dem Verknüpfen geschieht nichts
help-consent-checks =
    Ob Ihre Organisation Ringlog erlaubt hat.
    Ob Dynamics Sie als Benutzer kennt.
help-consent-todo =
    Schließen Sie die Seite von Microsoft im Browser ab; Ringlog wartet fünf Minuten darauf.
    Ein Administrator muss Ringlog einmal für alle erlauben. Sind Sie das, erteilen Sie die Zustimmung hier; sonst senden Sie ihm die fertige Nachricht.
    Kennt Dynamics Sie nicht, bitten Sie Ihren Administrator um einen Dynamics-Benutzer mit Ihrer E-Mail-Adresse.

help-colleagues = Anrufe von Kollegen erscheinen, oder meine tragen einen anderen Namen
help-colleagues-checks =
    Ob Ihre E-Mail-Adresse in Dynamics zu genau einem Benutzer führt, und zu welchem.
help-colleagues-todo =
    Vergewissern Sie sich, dass die Nebenstelle in den Einstellungen Ihre ist: Ringlog liest nur deren Verlauf.
    Ein Anruf für eine Warteschlange oder Rufgruppe, den jemand anders annahm, wird ausgelassen, außer die Einstellungen sagen es anders.
    Bei einem Dienstkonto geben Sie die E-Mail-Adresse des Benutzers an, für den eingetragen wird.

help-twice = Ein Anruf steht zweimal in Dynamics
help-twice-checks =
    Ob ein anderes Programm Anrufe eingetragen hat, die auch Ringlog gefunden hat.
help-twice-todo =
    Steht derselbe Anruf schon da, verweist Ringlog auf diesen Eintrag und schreibt keinen zweiten; der Grund beim Anruf sagt es.
    Einen Eintrag, der später kommt, bemerkt es nicht: Bitten Sie Ihren Administrator, die Dynamics-Anbindung der Telefonanlage für Ihre Nebenstelle abzuschalten.
    Löschen Sie den Eintrag des anderen Programms, nicht den von Ringlog.

help-light = Das Licht ist gelb, rot oder grau
help-light-checks =
    Telefonanlage, Microsoft-Anmeldung und Dynamics, jedes an einer echten Antwort. Das Licht zeigt das Schlechteste der drei.
help-light-todo =
    Gelb: Ringlog arbeitet, oder etwas braucht Sie.
    Rot: Etwas geht nicht. „Start“ sagt, was, und hat einen Knopf dafür.
    Grau: Ringlog ist nicht eingerichtet, nicht verknüpft oder pausiert.
    Was immer das Licht sagt: Anrufe warten, und keiner geht verloren.

help-way-calls = Alle Anrufe
help-way-left-out = Ausgelassene Anrufe
help-way-failed = Fehlgeschlagene Anrufe
help-way-needs-you = Anrufe, die Sie brauchen
help-way-choices = Gemerkte Antworten
help-way-rules = Regeln
help-way-own-numbers = Eigene Nummern
help-way-country = Land
help-way-unknown-numbers = Unbekannte Nummern
help-way-lookup = Wo Ringlog sucht
help-way-extension = Nebenstelle
help-way-queue = Gruppenanrufe
help-way-attribution = Dienstkonto
help-way-home = Start

help-privacy-title = Datenschutz
help-privacy = Ihre Anrufe bleiben zwischen Ihrer Telefonanlage, diesem Computer und dem Dynamics Ihrer Firma; nichts geht an andere, und Ihr Microsoft-Kennwort bekommt Ringlog nie zu sehen.

help-about = Über Ringlog
help-version = Version
help-system = System
help-profile = Profil
help-copy = Für den Support kopieren
help-logs = Protokolldateien öffnen
help-licence = Ringlog ist freie Software: MIT OR Apache-2.0, nach Ihrer Wahl.
help-licences = Gebaut aus { $count } Paketen anderer
help-package = Paket
help-licence-column = Lizenz
