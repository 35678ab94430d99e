calls-direction-inbound = Entrant
calls-direction-outbound = Sortant
calls-direction-internal = Interne
calls-outcome-connected = Abouti
calls-outcome-no-answer = Sans réponse
calls-outcome-busy = Occupé
calls-outcome-failed = Non abouti
calls-outcome-unknown = Issue inconnue
calls-state-logged = Enregistré
calls-state-waiting = En attente
calls-state-needs-you = À traiter
calls-state-left-out = Écarté
calls-state-failed = Échec

calls-list = Liste des appels
calls-total = { $count ->
    [one] { $count } appel
   *[other] { $count } appels
}
calls-found = { $count ->
    [one] { $count } appel trouvé
   *[other] { $count } appels trouvés
}
calls-found-many = Plus de { $count } appels trouvés
calls-newer = { $count ->
    [one] { $count } nouvel appel
   *[other] { $count } nouveaux appels
}
calls-newer-many = Plus de { $count } nouveaux appels

calls-filters = Quels appels
calls-search = Rechercher des appels
calls-search-hint = Nom, numéro, société ou note
calls-state = État
calls-state-all = Tous
calls-direction = Sens
calls-direction-all = Tous les sens
calls-day = Jour
calls-day-before = Jour précédent
calls-day-after = Jour suivant
calls-day-all = Tous les jours
calls-day-today = Aujourd’hui
calls-day-yesterday = Hier
calls-show-all = Afficher tous les appels
calls-again = Réessayer

calls-empty = Pas encore d’appels
calls-empty-why = Ringlog affiche ici chaque appel de votre poste dès qu’il est terminé, en général en moins d’une minute.
calls-empty-home = Voir ce qui manque
calls-look-now = Chercher des appels maintenant
calls-empty-search = Aucun appel ne correspond
calls-empty-search-why = La recherche porte sur les noms, numéros, sociétés et notes. Un filtre écarte peut-être l’appel.
calls-empty-state = { $state ->
    [needs_you] Rien à traiter
    [waiting] Aucun appel en attente
    [left_out] Aucun appel écarté
    [failed] Aucun échec
   *[logged] Aucun appel enregistré pour l’instant
}
calls-empty-state-why = { $state ->
    [needs_you] Ringlog enregistre les appels de lui-même. Là où il ne peut pas décider, par exemple entre deux contacts au même numéro, il vous le demande ici.
    [waiting] Un appel attend ici un instant que Dynamics l’ait accepté. Après une panne, il part de lui-même.
    [left_out] Les appels internes, les très courts et les numéros à ne jamais enregistrer s’afficheraient ici, avec la règle.
    [failed] Ce que Dynamics refuse s’afficherait ici, avec la raison et la marche à suivre.
   *[logged] Dès qu’un appel figure dans Dynamics, il s’affiche ici.
}

calls-detail = Appel
calls-back = Appels
calls-missing = Cet appel n’est pas dans le registre
calls-missing-why = Ringlog utilise peut-être un autre profil à présent.
calls-retry = Réessayer
calls-open-record = Ouvrir dans Dynamics
calls-open-contact = Ouvrir le contact
calls-fact-kind = Type
calls-fact-began = Début
calls-fact-rang = Sonnerie
calls-fact-talked = Conversation
calls-fact-ended = Fin
calls-fact-logged = Enregistré
calls-fact-extension = Poste
calls-history = Historique
calls-source-id = Identifiant de l’appel au standard
calls-source-id-copy = Copier l’identifiant de l’appel au standard
