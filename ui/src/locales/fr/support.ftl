support-numbers-title = État des numéros
support-numbers-why = Ringlog lit tous les numéros de Dynamics et dit lesquels ne peuvent jamais correspondre à un appel, et pourquoi. Rien n’y est modifié.
support-numbers-start = Vérifier les numéros
support-numbers-again = Vérifier de nouveau
support-numbers-reading = { $count ->
    [0] Lecture des fiches de Dynamics.
    [one] Une fiche lue jusqu’ici.
   *[other] { $count } fiches lues jusqu’ici.
}
support-numbers-read = { $count ->
    [0] Les { $numbers } numéros de { $records } fiches peuvent tous correspondre.
    [one] Sur { $numbers } numéros de { $records } fiches, un ne peut jamais correspondre à un appel, ou pose une question à chaque fois.
   *[other] Sur { $numbers } numéros de { $records } fiches, { $count } ne peuvent jamais correspondre à un appel, ou posent une question à chaque fois.
}
support-numbers-incomplete = Il y a trop de numéros pour tous les comparer : certains numéros partagés peuvent manquer.
support-numbers-list = Les { $count } premiers sur { $total }
support-numbers-suggestion = signifie { $number }
support-numbers-open = Ouvrir { $who } dans Dynamics
support-save-csv = Tout enregistrer en CSV
support-saved = Enregistré dans { $path }.
support-open-folder = Ouvrir le dossier
support-text-title = Pour le support
support-text-why = Un texte sur ce qui explique comment Ringlog travaille ici : paramètres, voyant, derniers appels, fin du journal. Numéros, noms et adresses sont remplacés par des substituts. Lisez-le avant de l’enregistrer.
support-text-show = Afficher le texte
support-text-again = Le refaire
support-text-preview = Le texte pour le support
support-text-save = Enregistrer ce texte
