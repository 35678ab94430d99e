# What does not work without each privilege.
privilege-create-activity = In Dynamics können keine Telefonanrufe angelegt werden: Bitten Sie Ihren Administrator, Ihrer Sicherheitsrolle das Recht { $privilege } zu geben.
privilege-write-activity = Telefonanrufe können nicht als abgeschlossen markiert werden: Bitten Sie Ihren Administrator, Ihrer Sicherheitsrolle das Recht { $privilege } zu geben.
privilege-append-activity = Telefonanrufe können Kontakten nicht angehängt werden: Bitten Sie Ihren Administrator, Ihrer Sicherheitsrolle das Recht { $privilege } zu geben.
privilege-read-activity = Ringlog kann nicht sehen, ob ein Anruf schon eingetragen ist: Bitten Sie Ihren Administrator, Ihrer Sicherheitsrolle das Recht { $privilege } zu geben.
privilege-append-to-contact = Kontakte nehmen von diesem Konto keine Telefonanrufe an: Bitten Sie Ihren Administrator, Ihrer Sicherheitsrolle das Recht { $privilege } zu geben.
privilege-create-contact = Für eine unbekannte Nummer kann kein Kontakt angelegt werden: Bitten Sie Ihren Administrator, Ihrer Sicherheitsrolle das Recht { $privilege } zu geben.
privilege-read-contact = Ringlog kann nicht nachsehen, wem eine Nummer gehört: Bitten Sie Ihren Administrator, Ihrer Sicherheitsrolle das Recht { $privilege } zu geben.
privilege-assign-activity = Telefonanrufe können nicht unter dem Namen einer anderen Person eingetragen werden: Bitten Sie Ihren Administrator, Ihrer Sicherheitsrolle das Recht { $privilege } zu geben.
privileges-unchecked = Diese Rechte konnten nicht geprüft werden, der erste Anruf wird es zeigen: { $names }.
