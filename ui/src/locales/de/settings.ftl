settings-search = Einstellungen suchen
settings-saved-as-you-go = Was Sie ändern, wird sofort gespeichert.
settings-again = Erneut versuchen
settings-problems = { $count ->
    [one] Eine Einstellung wird übergangen, bis sie berichtigt ist:
   *[other] { $count } Einstellungen werden übergangen, bis sie berichtigt sind:
}
settings-found = { $count ->
    [one] { $count } Einstellung gefunden
   *[other] { $count } Einstellungen gefunden
}
settings-none-found = Keine Einstellung enthält diese Wörter
settings-show-all = Alle Einstellungen zeigen
settings-origin-default = Standard
settings-origin-file = settings.toml
settings-origin-environment = Umgebung
settings-origin-policy = Von Ihrer Organisation verwaltet
settings-locked-policy = Ihre Organisation verwaltet diese Einstellung; nur ein Administrator kann sie ändern.
settings-locked-environment = Eine Umgebungsvariable legt dies fest; es gilt, bis sie dort entfernt wird.
settings-one-per-line = Eine Angabe pro Zeile
settings-saved = Gespeichert
settings-not-saved = Nicht gespeichert.
settings-reset = Auf Standard zurück
settings-reset-of = Auf Standard zurück: { $title }
settings-default-is = Standard: { $default }
settings-password = Kennwort der Nebenstelle
settings-password-meaning = Wird im Schlüsselbund dieses Computers aufbewahrt, sobald die Telefonanlage es angenommen hat, nie in settings.toml.
settings-password-new = Neues Kennwort
settings-password-missing = Geben Sie das Kennwort Ihrer Nebenstelle ein.
settings-password-log-in = Anmelden
settings-password-taken = Die Telefonanlage hat es angenommen
