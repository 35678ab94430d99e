# Die vier kurzen Schritte von der Installation bis zum ersten eingetragenen Anruf.

first-run-promise = Ihre beendeten Anrufe, eingetragen in Dynamics 365.
first-run-steps = Schritte
first-run-step-pbx = Telefonanlage
first-run-step-organization = Organisation
first-run-step-consent = Zustimmung
first-run-step-link = Verknüpfen
first-run-step-done = (erledigt)
first-run-back = Zurück
first-run-later = Später erledigen
first-run-continue = Weiter
first-run-checking = Wird geprüft …
first-run-fixed = Von Ihrer Organisation festgelegt.

first-run-pbx-title = Telefonanlage verbinden
first-run-pbx-why = Dort liest Ringlog die Anrufliste Ihrer eigenen Nebenstelle, mit Ihren eigenen Rechten.
first-run-pbx-url = Adresse der Telefonanlage
first-run-pbx-url-hint = Wie im Browser, wo Sie sich an Ihrem Telefon anmelden.
first-run-pbx-url-missing = Geben Sie die Adresse Ihrer Telefonanlage ein.
first-run-extension = Nebenstelle
first-run-extension-missing = Geben Sie Ihre Nebenstelle ein.
first-run-pbx-tenant = Mandant (optional)
first-run-pbx-tenant-hint = Nur wenn Ihre Telefonanlage mehreren Firmen dient.
first-run-pbx-password = Kennwort der Nebenstelle
first-run-pbx-password-hint = Liegt im Schlüsselbund dieses Computers und nirgends sonst.
first-run-pbx-password-kept = Ein Kennwort liegt bereits vor; lassen Sie das Feld leer, um es zu verwenden.
first-run-pbx-password-missing = Geben Sie das Kennwort Ihrer Nebenstelle ein.

first-run-organization-title = Ihr Dynamics 365 finden
first-run-organization-why = Hier werden Ihre Anrufe eingetragen. Über diese Adresse findet Ringlog die richtige Microsoft-Anmeldung.
first-run-organization-url = Dynamics-Adresse
first-run-organization-url-hint = Öffnen Sie Dynamics im Browser und kopieren Sie die ganze Adresse; Ringlog nimmt sich, was es braucht.
first-run-organization-url-missing = Geben Sie die Adresse Ihres Dynamics 365 ein.
first-run-client-id = Anwendungs-ID (Client)
first-run-client-id-hint = Ihr Administrator kennt sie aus der App-Registrierung in Microsoft Entra.
first-run-client-id-missing = Geben Sie die Anwendungs-ID ein.

first-run-consent-title = Ringlog in Ihrer Organisation erlauben
first-run-consent-why = Microsoft fragt einmal für alle einen Administrator, ob Ringlog in Dynamics arbeiten darf.
first-run-consent-granted = Die Zustimmung wurde erteilt.
first-run-consent-administrator = Ich bin Administrator
first-run-consent-administrator-words = Die Seite von Microsoft öffnet sich in Ihrem Browser und bittet um Zustimmung.
first-run-consent-other = Das ist jemand anders
first-run-consent-other-words = Senden Sie eine fertige Nachricht mit dem Link und den Gründen.
first-run-consent-given = Bereits erteilt, weiter

first-run-link-title = Microsoft-Konto verknüpfen
first-run-link-why = Anrufe werden unter Ihrem eigenen Namen eingetragen, mit Ihren eigenen Rechten in Dynamics.
first-run-link-browser = Die Anmeldung von Microsoft öffnet sich in Ihrem Browser.
first-run-link-password = Ringlog sieht Ihr Microsoft-Kennwort nie.
first-run-link-undo = Sie können die Verknüpfung jederzeit aufheben.

first-run-finished-title = Ihr Konto ist verknüpft
first-run-finished-as = { $who }, { $account }
first-run-finished-tray = Ringlog ist nun im Infobereich zu Hause. Sein Licht zeigt, dass alles in Ordnung ist, und eine Benachrichtigung sagt Ihnen, wenn ein Anruf eingetragen wurde. Dieses Fenster können Sie schließen.
first-run-go-home = Zur Startseite
