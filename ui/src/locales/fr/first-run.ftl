# Les quatre courtes étapes entre l’installation et le premier appel enregistré.

first-run-promise = Vos appels terminés, enregistrés dans Dynamics 365.
first-run-steps = Étapes
first-run-step-pbx = Standard
first-run-step-organization = Organisation
first-run-step-consent = Consentement
first-run-step-link = Association
first-run-step-done = (terminée)
first-run-back = Retour
first-run-later = Plus tard
first-run-continue = Continuer
first-run-checking = Vérification…
first-run-fixed = Défini par votre organisation.

first-run-pbx-title = Connecter votre standard
first-run-pbx-why = Ringlog y lit le journal d’appels de votre propre poste, avec vos propres droits.
first-run-pbx-url = Adresse du standard
first-run-pbx-url-hint = Comme dans le navigateur, là où vous vous connectez à votre téléphone.
first-run-pbx-url-missing = Saisissez l’adresse de votre standard.
first-run-extension = Poste
first-run-extension-missing = Saisissez votre poste.
first-run-pbx-tenant = Locataire (facultatif)
first-run-pbx-tenant-hint = Seulement si votre standard sert plusieurs sociétés.
first-run-pbx-password = Mot de passe du poste
first-run-pbx-password-hint = Conservé dans le trousseau de cet ordinateur, et nulle part ailleurs.
first-run-pbx-password-kept = Un mot de passe est déjà conservé ; laissez ce champ vide pour l’utiliser.
first-run-pbx-password-missing = Saisissez le mot de passe de votre poste.

first-run-organization-title = Trouver votre Dynamics 365
first-run-organization-why = C’est là que vos appels seront enregistrés. Cette adresse permet à Ringlog de trouver la bonne connexion Microsoft.
first-run-organization-url = Adresse de Dynamics
first-run-organization-url-hint = Ouvrez Dynamics dans le navigateur et copiez toute l’adresse ; Ringlog en prend ce qu’il lui faut.
first-run-organization-url-missing = Saisissez l’adresse de votre Dynamics 365.
first-run-client-id = ID d’application (client)
first-run-client-id-hint = Votre administrateur le connaît par l’inscription d’application dans Microsoft Entra.
first-run-client-id-missing = Saisissez l’ID d’application.

first-run-consent-title = Autoriser Ringlog dans votre organisation
first-run-consent-why = Microsoft demande une seule fois à un administrateur, pour tous, si Ringlog peut travailler dans Dynamics.
first-run-consent-granted = Le consentement a été accordé.
first-run-consent-administrator = Je suis administrateur
first-run-consent-administrator-words = La page de Microsoft s’ouvre dans votre navigateur et vous demande d’accepter.
first-run-consent-other = C’est quelqu’un d’autre
first-run-consent-other-words = Envoyez-lui un message tout prêt avec le lien et les raisons.
first-run-consent-given = Déjà accordé, continuer

first-run-link-title = Associer votre compte Microsoft
first-run-link-why = Les appels sont enregistrés sous votre propre nom, avec vos propres droits dans Dynamics.
first-run-link-browser = La connexion de Microsoft s’ouvre dans votre navigateur.
first-run-link-password = Ringlog ne voit jamais votre mot de passe Microsoft.
first-run-link-undo = Vous pouvez dissocier le compte à tout moment.

first-run-finished-title = Votre compte est associé
first-run-finished-as = { $who }, { $account }
first-run-finished-tray = Ringlog se trouve désormais dans la zone de notification. Son voyant montre que tout va bien, et une notification vous prévient quand un appel est enregistré. Vous pouvez fermer cette fenêtre.
first-run-go-home = Aller à l’accueil
