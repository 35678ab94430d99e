# Où en est la liaison et ce que l’on peut y faire.

home-last-logged = Dernier appel enregistré : { $who }, { $when }
home-parts = Les éléments de la liaison
home-part-ok = : fonctionne
home-part-working = : au travail
home-part-attention = : demande votre attention
home-part-error = : ne fonctionne pas
home-part-off = : inactif
home-checked-at = Dernière réponse
home-sync-now = Synchroniser
home-pause-hour = Suspendre pendant une heure
home-paused = Suspendu jusqu’à { $until }. Rien n’est perdu : les appels seront rattrapés ensuite.
home-resume = Reprendre

home-account = Compte Microsoft
home-linked-as = Associé en tant que
home-linked-since = Associé depuis le
home-organization = Organisation Dynamics
home-insecure = Non sécurisé : http sur cet ordinateur.
home-unlinked = Aucun compte n’est associé : aucun appel n’est enregistré.
home-link = Associer le compte
home-link-again = Associer de nouveau
home-get-token = Obtenir un jeton OAuth
home-grant-consent = Accorder le consentement administrateur
home-grant-consent-more = Une seule fois, par un administrateur
home-unlink = Dissocier

home-unlink-title = Dissocier ce compte ?
home-unlink-stops = Ringlog cesse d’enregistrer vos appels dans Dynamics.
home-unlink-waits = Les appels en attente continuent d’attendre qu’un compte soit de nouveau associé.
home-unlink-deletes = Tous les jetons sont supprimés de cet ordinateur.
home-unlink-stays = Ce qui a été enregistré reste dans Dynamics.
home-unlinked-title = Compte dissocié
home-unlinked-done = Tous les jetons ont été supprimés de cet ordinateur et plus aucun appel n’est enregistré.
home-unlinked-remembered = Microsoft peut encore citer Ringlog parmi les applications que vous avez autorisées ; vous pouvez l’y retirer. Si un administrateur a consenti pour tous, c’est dans le centre d’administration Entra, sous Applications d’entreprise, Autorisations.
home-microsoft-apps = Ouvrir mes applications chez Microsoft

home-browser = La suite se passe dans votre navigateur
home-browser-consent = Un administrateur se connecte sur la page de Microsoft et accepte. Cette fenêtre continue d’elle-même.
home-browser-link = Connectez-vous avec votre compte professionnel sur la page de Microsoft. Cette fenêtre continue d’elle-même.
home-browser-none = Aucun navigateur ne s’est ouvert ?
home-browser-address-why = Copiez cette adresse et ouvrez-la dans un navigateur sur cet ordinateur.
home-browser-address = Adresse de la page de Microsoft
home-ask-administrator = Demander à mon administrateur
home-administrator-why = Copiez ce message et envoyez-le à votre administrateur. Ringlog remarque quand le consentement est donné.
home-administrator-message = Message à votre administrateur

home-pbx-log-in = Se connecter au standard
home-pbx-password = Se connecter au standard
home-pbx-password-why = Le mot de passe est vérifié auprès du standard, puis conservé dans le trousseau de cet ordinateur.
home-pbx-password-label = Mot de passe du standard
home-open-settings = Ouvrir les paramètres
home-open-needs-you = Voir ces appels
home-open-failed = Voir les appels en échec
home-open-waiting = Afficher les appels en attente

home-catching-up = Rattrapage en cours
home-catching-up-count = { NUMBER($done) } sur { $total ->
    [one] { NUMBER($total) } appel traité
   *[other] { NUMBER($total) } appels traités
}
home-catching-up-cancel = Si vous annulez, le reste attend et Ringlog se suspend pendant une heure.

home-set-up = Terminer la configuration
home-set-up-continue = Continuer
home-set-up-left = { $left ->
    [one] Encore une courte étape avant que vos appels soient enregistrés.
   *[other] Encore { $left } courtes étapes avant que vos appels soient enregistrés.
}

home-needs-you = À traiter
home-today = Aujourd’hui
home-all-calls = Tous les appels
home-today-empty = Pas encore d’appel aujourd’hui. Un appel apparaît ici peu après sa fin.
home-today-more = { $count ->
    [one] et { $count } autre aujourd’hui
   *[other] et { $count } autres aujourd’hui
}
home-waiting = { $count ->
    [one] { $count } appel attend d’être enregistré
   *[other] { $count } appels attendent d’être enregistrés
}
