# Les appels antérieurs : examinés d’abord, enregistrés une fois approuvés.

backfill-open = Enregistrer des appels antérieurs…
backfill-title = Enregistrer des appels antérieurs
backfill-title-days = Appels : { $days }
backfill-why = Ringlog montre d’abord ce qu’il adviendrait des appels de ces jours. Rien n’est enregistré sans votre accord.
backfill-first-day = Premier jour
backfill-last-day = Dernier jour
backfill-days-missing = Choisissez les deux jours.
backfill-days-reversed = Le dernier jour précède le premier.
backfill-days-to-come = Le dernier jour est encore à venir.
backfill-look = Montrer ce qui se passerait

backfill-looking = Examen des appels : { $days }
backfill-looking-count = { $count ->
    [0] Demande de l’historique au standard…
    [one] Lecture de l’historique du standard : { $count } entrée…
   *[other] Lecture de l’historique du standard : { $count } entrées…
}

backfill-no-calls = Le standard n’a aucun appel de ces jours.
backfill-would-log-none = Aucun appel ne serait enregistré.
backfill-would-log = { $count ->
    [one] { $count } appel serait enregistré : { $split }.
   *[other] { $count } appels seraient enregistrés : { $split }.
}
backfill-on-known = { $count ->
    [one] { $count } chez un contact connu
   *[other] { $count } chez des contacts connus
}
backfill-on-new = { $contacts ->
    [one] { $count } chez un nouveau contact
   *[other] { $count } chez { $contacts } nouveaux contacts
}
backfill-on-nobody = { $count } sans contact
backfill-would-ask = { $count ->
    [one] Pour { $count }, la question vous serait posée.
   *[other] Pour { $count }, la question vous serait posée.
}
backfill-already-logged = { $count ->
    [one] { $count } figure déjà dans Dynamics ; Ringlog y renvoie seulement.
   *[other] { $count } figurent déjà dans Dynamics ; Ringlog y renvoie seulement.
}
backfill-left-out = { $count ->
    [one] { $count } serait écarté.
   *[other] { $count } seraient écartés.
}
backfill-known = { $count ->
    [one] { $count } est déjà dans Ringlog.
   *[other] { $count } sont déjà dans Ringlog.
}
backfill-unreadable = { $count ->
    [one] { $count } est illisible.
   *[other] { $count } sont illisibles.
}
backfill-begins-late = L’historique du standard ne commence que le { $when }. Les appels antérieurs n’y sont plus.
backfill-cut = Les { $count } appels les plus récents sont affichés, tous sont comptés.
backfill-group-log = Seraient enregistrés
backfill-group-ask = La question vous serait posée
backfill-group-already-logged = Déjà dans Dynamics
backfill-group-leave-out = Seraient écartés
backfill-group-known = Déjà dans Ringlog
backfill-group-unreadable = Illisibles
backfill-more = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
backfill-new-contact = Nouveau contact
backfill-decided-again = La décision est reprise pour chaque appel quand vient son tour.
backfill-nothing = Il n’y a rien à enregistrer dans ces jours.
backfill-other-days = Autres jours
backfill-approve = Enregistrer ces appels

backfill-running = Enregistrement des appels antérieurs
backfill-running-reading = { $days } : lecture de l’historique du standard…
backfill-running-count = { $days } : { NUMBER($done) } sur { NUMBER($total) }
backfill-running-cancel = Si vous annulez, ce qui n’est pas encore enregistré est écarté. Vous pourrez l’enregistrer plus tard.
backfill-looking-elsewhere = Examen des appels antérieurs
