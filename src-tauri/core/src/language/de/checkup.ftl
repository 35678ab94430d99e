# The troubleshooting list: what was checked, what was found, and what cures it.
check-settings = Einstellungen
check-keychain = Schlüsselbund
check-ledger = Anrufbuch
check-pbx = Telefonanlage
check-organization = Dynamics-Adresse
check-sign-in = Microsoft-Anmeldung
check-who-am-i = Dynamics-Benutzer
check-privileges = Rechte
check-attribution = Wessen Anrufe
check-calls = Anrufe
finding-not-set = Nicht eingetragen: { $names }.
cure-set = Tragen Sie das ein.
cure-correct = Berichtigen Sie das.
finding-settings-fine = Alles Nötige ist eingetragen.
finding-keychain-fine = Ein Geheimnis lässt sich schreiben, lesen und löschen.
cure-keychain = Entsperren oder starten Sie den Schlüsselbund dieser Sitzung; ohne ihn kann niemand verknüpft werden.
finding-ledger-fine =
    { $count ->
        [one] Es lässt sich öffnen und enthält einen Anruf.
       *[other] Es lässt sich öffnen und enthält { $count } Anrufe.
    }
finding-ledger-set-aside = Ein beschädigtes wurde beiseitegelegt: { $files }.
cure-ledger-set-aside = Anrufe, die darin warteten und weiter zurückliegen, als ein neues Anrufbuch schaut (pbx.look_back_hours), wurden nicht eingetragen; bewahren Sie die Datei für den Support auf oder räumen Sie sie weg.
finding-pbx-refused = Die Telefonanlage hat das gespeicherte Kennwort abgelehnt; es wird nicht noch einmal versucht.
cure-pbx-password = Prüfen Sie Nebenstelle und Mandant in den Einstellungen, und melden Sie sich mit dem richtigen Kennwort an der Telefonanlage an; vorher wird es nicht noch einmal versucht, damit die Nebenstelle nicht gesperrt wird.
finding-pbx-fine = Sie antwortet ({ $version }), nimmt das Kennwort an und zeigt die Anrufliste der Nebenstelle { $extension }.
pbx-version-unnamed = Version nicht genannt
finding-organization-not-set = Nicht geprüft: Die Dynamics-Adresse (dynamics.organization_url) ist nicht eingetragen.
finding-organization-fine = { $organization } meldet sich bei { $authority } mit dem Mandanten { $tenant } an.
finding-after-not-linked = Nicht geprüft: Es ist kein Konto verknüpft.
finding-after-linked-elsewhere = Nicht geprüft: Eine andere Organisation ist verknüpft.
finding-after-not-renewed = Nicht geprüft: Die Anmeldung lässt sich nicht erneuern.
finding-after-owner-unclear = Nicht geprüft: Es ist nicht bekannt, wessen Anrufe das sind.
cure-link-again = Verknüpfen Sie das Konto erneut.
finding-sign-in-fine = Die Anmeldung von { $user } lässt sich erneuern.
finding-who-am-i-fine = Dynamics kennt den verknüpften Benutzer.
finding-who-am-i-other = Dynamics antwortet mit einem anderen Benutzer oder einer anderen Organisation als der verknüpften.
cure-attribution = Tragen Sie als Adresse, für die Anrufe eingetragen werden (dynamics.attribution_email), die richtige ein; die des verknüpften Benutzers, wenn sie stimmt.
finding-attribution-fine = Anrufe werden für { $name } eingetragen.
finding-calls-fine = Eingetragen: { $logged }, wartend: { $waiting }.
finding-records-unreadable = Von den Datensätzen der Telefonanlage waren { $count } nicht lesbar oder endeten nie.
cure-records-unreadable = Zeigen Sie sie dem Support, sie stehen bei den fehlgeschlagenen Anrufen; sonst ist nichts zu tun.
finding-calls-wait-for-person = Fehlgeschlagen: { $failed }, brauchen Sie: { $needs-you }.
cure-calls-failed = Sehen Sie in der Anrufliste nach, warum, und versuchen Sie es noch einmal, sobald die Ursache behoben ist.
cure-calls-ask = Nach der Frist wird er ohne Kontakt eingetragen; sagen Sie vorher in der Anrufliste, wessen Anruf es war.
cure-privileges = Bitten Sie den Dynamics-Administrator, sie Ihrer Sicherheitsrolle hinzuzufügen.
cure-privileges-unchecked = Es ist nichts zu tun, solange keine Anrufe fehlschlagen.
finding-privileges-fine = Die Rolle erlaubt alles, was Ringlog schreibt.
cure-setting = Berichtigen Sie die Einstellung.
cure-link = Verknüpfen Sie das Konto.
cure-keychain-session = Entsperren oder starten Sie den Schlüsselbund dieser Sitzung.
cure-unreachable = Prüfen Sie Netzwerk, Proxy und Adresse; Ringlog macht von selbst weiter, sobald eine Antwort kommt.
cure-needs-administrator = Zeigen Sie das Ihrem Administrator.
