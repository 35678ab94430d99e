# À qui était un appel, et ce que l’on change à un appel.

corrections-question = De qui était cet appel ?
corrections-somebody-else = Quelqu’un d’autre…
corrections-somebody = Choisir quelqu’un…
corrections-new-contact = Nouveau contact
corrections-nobody = Enregistrer sans contact
corrections-nobody-any-more = Personne dans Dynamics
corrections-entity-contact = Contact
corrections-entity-account = Compte
corrections-entity-lead = Prospect

corrections-log = L’enregistrer quand même
corrections-whose = Dire de qui était l’appel…
corrections-wrong-person = Mauvaise personne…
corrections-note = Ajouter une note…
corrections-rename = Changer l’objet…
corrections-undo = Annuler l’enregistrement…
corrections-private = Garder privé…
corrections-private-at-once = Garder privé
corrections-more = Plus

corrections-goes-there = La fiche dans Dynamics ira à la personne que vous choisissez.
corrections-remembers = Ringlog retient votre choix pour le { $number }.
corrections-search = Rechercher contacts, comptes et prospects
corrections-search-hint = Nom ou numéro
corrections-search-begin = Saisissez un nom ou un numéro.
corrections-search-list = Trouvé dans Dynamics
corrections-search-found = { $count ->
    [one] { $count } résultat
   *[other] { $count } résultats
}
corrections-search-none = Aucun contact, compte ou prospect ne correspond à « { $text } ».
corrections-asking = Dynamics est interrogé…

corrections-note-title = Ajouter une note
corrections-note-label = Note
corrections-rename-title = Changer l’objet
corrections-rename-label = Objet
corrections-left = { $count ->
    [one] Encore { $count } caractère
   *[other] Encore { $count } caractères
}
corrections-over = { $count ->
    [one] { $count } caractère de trop
   *[other] { $count } caractères de trop
}
corrections-save = Enregistrer
corrections-save-keys = Ctrl+Entrée

corrections-removed = La fiche de l’appel avec { $who } est retirée de Dynamics.
corrections-removed-edited = Si quelqu’un l’y a modifiée, elle reste, et Ringlog vous le dit.
corrections-undo-title = Retirer cet appel de Dynamics ?
corrections-undo-stays = L’appel reste dans la liste de Ringlog, comme écarté. « L’enregistrer quand même » l’enregistre à nouveau.
corrections-undo-press = Le retirer
corrections-private-title = Garder cet appel privé ?
corrections-private-stays = Il n’est plus enregistré, sauf si vous le demandez, et n’est connu que de cet ordinateur.
corrections-private-press = Garder privé

corrections-subject = Objet
corrections-notes = Notes
corrections-pending = En attente de Dynamics
corrections-remembered = Les appels de ce numéro vont à { $who }, choix fait { $when }.
corrections-forget = Oublier
corrections-forget-of = Oublier le { $number } : { $who }
corrections-forgotten = Oublié. Si le numéro peut être à plusieurs personnes, Ringlog redemande.
corrections-choices = Choix retenus
corrections-choices-why = De qui sont les appels de ces numéros, comme vous l’avez choisi une fois.
corrections-choices-none = Rien n’est encore retenu. Quand Ringlog demande de qui était un appel, il garde votre réponse pour les prochains appels de ce numéro et l’affiche ici.
corrections-choices-search = Rechercher dans les choix retenus
corrections-choices-none-found = Aucun choix retenu ne correspond.
corrections-chosen = Choix fait { $when }
