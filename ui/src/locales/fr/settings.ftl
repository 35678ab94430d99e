settings-search = Rechercher un paramètre
settings-saved-as-you-go = Ce que vous changez est enregistré aussitôt.
settings-again = Réessayer
settings-problems = { $count ->
    [one] Un paramètre est ignoré jusqu’à ce qu’il soit corrigé :
   *[other] { $count } paramètres sont ignorés jusqu’à ce qu’ils soient corrigés :
}
settings-found = { $count ->
    [one] { $count } paramètre trouvé
   *[other] { $count } paramètres trouvés
}
settings-none-found = Aucun paramètre ne contient ces mots
settings-show-all = Afficher tous les paramètres
settings-origin-default = Par défaut
settings-origin-file = settings.toml
settings-origin-environment = Environnement
settings-origin-policy = Géré par votre organisation
settings-locked-policy = Votre organisation gère ce paramètre ; seul un administrateur peut le changer.
settings-locked-environment = Une variable d’environnement fixe cette valeur ; elle vaut tant qu’elle y figure.
settings-one-per-line = Une entrée par ligne
settings-saved = Enregistré
settings-not-saved = Non enregistré.
settings-reset = Valeur par défaut
settings-reset-of = Valeur par défaut : { $title }
settings-default-is = Par défaut : { $default }
settings-password = Mot de passe du poste
settings-password-meaning = Conservé dans le trousseau de cet ordinateur une fois accepté par le standard, jamais dans settings.toml.
settings-password-new = Nouveau mot de passe
settings-password-missing = Saisissez le mot de passe de votre poste.
settings-password-log-in = Se connecter
settings-password-taken = Le standard l’a accepté
