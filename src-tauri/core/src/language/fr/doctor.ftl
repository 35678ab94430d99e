# La suite de la liste de dépannage.
check-profile = Profil
check-region = Pays des numéros
check-clock = Horloge
check-pause = Pause
check-history = Historique des appels
check-numbers = Numéros dans Dynamics
check-rules = Règles
check-coexistence = Autres programmes
finding-profile-fine = On peut y écrire.
finding-profile-not-writable = Impossible d’écrire dans son dossier : { $detail }.
cure-profile = Libérez de la place sur le disque et vérifiez que le dossier vous appartient ; ou démarrez Ringlog avec un autre (--profile).
finding-disk-nearly-full = Il ne reste que { $megabytes } Mo sur son disque.
cure-disk = Libérez de la place sur le disque : sans elle, aucun appel ne peut être enregistré et rien n’est envoyé.
cure-policy = Demandez à votre administrateur de corriger la stratégie gérée.
cure-policy-unreadable = Demandez à votre administrateur de corriger la stratégie gérée ; rien n’est enregistré d’ici là, et aucun appel n’est perdu.
cure-certificate = Faites ajouter le certificat racine de votre entreprise au magasin de confiance de cet ordinateur, ou indiquez l’adresse avec le nom pour lequel le certificat est établi.
finding-region-fine = Les numéros sans indicatif de pays sont lus comme ceux de { $region }.
finding-region-differs = Les numéros sans indicatif de pays sont lus comme ceux de { $region }, mais le standard se trouve là où l’indicatif est +{ $country-code }.
cure-region = Choisissez comme pays des numéros (numbers.region) celui du standard.
finding-clock-fine = Elle s’accorde avec celle de Dynamics.
finding-clock-not-told = Non vérifié : aucun serveur n’a donné l’heure.
finding-clock-behind = L’horloge de cet ordinateur retarde de { $minutes } minutes.
finding-clock-ahead = L’horloge de cet ordinateur avance de { $minutes } minutes.
cure-clock = Laissez le système régler l’horloge par le réseau ; d’ici là, Microsoft peut refuser la connexion et les attentes suivent une heure fausse.
finding-not-paused = Ringlog n’est pas en pause.
finding-paused = Ringlog est en pause jusqu’à { $until } : rien n’est demandé ni envoyé.
cure-paused = Reprenez dans le menu de la zone de notification, ou faites-le regarder maintenant.
finding-history-fine = Il a été lu jusqu’au bout.
finding-history-not-read = Non vérifié : il n’a jamais été lu jusqu’au bout.
finding-history-gap = Des appels entre { $from } et { $until } ont pu quitter l’historique du standard avant que Ringlog puisse les lire.
cure-history-gap = Cherchez ces appels dans le standard et enregistrez-les à la main ; demandez à son administrateur de garder l’historique plus longtemps que cet ordinateur n’est éteint.
finding-history-silent = Le standard n’a montré aucun appel du poste { $extension } depuis { $since }.
cure-history-silent = S’il y a eu des appels, indiquez le poste avec lequel vous téléphonez, ou demandez à l’administrateur du standard si l’historique est conservé.
finding-numbers-fine =
    { $count ->
        [one] Le numéro examiné peut correspondre.
       *[other] Les { $count } numéros examinés peuvent correspondre.
    }
finding-numbers-unknown = Non vérifié : les contacts n’ont pas pu être lus.
finding-numbers-faulty = Sur { $total } numéros examinés, { $count } ne peuvent jamais correspondre à un appel, ou posent une question à chaque fois.
cure-numbers = Laissez « État des numéros » les énumérer tous avec les raisons, et corrigez-les dans Dynamics.
finding-rules-fine = Aucune règle n’écarte tout.
finding-rules-everything = La règle « { $label } » ({ $key }) a écarté les { $count } appels des derniers jours.
cure-rules = Changez la règle dans les paramètres si ces appels doivent être enregistrés.
finding-nobody-else = Personne d’autre ne enregistre ces appels.
finding-somebody-else =
    { $count ->
        [one] Un appel des derniers jours avait déjà été enregistré par un autre programme ; Ringlog s’est rattaché à sa fiche.
       *[other] { $count } appels des derniers jours avaient déjà été enregistrés par un autre programme ; Ringlog s’est rattaché à ses fiches.
    }
cure-somebody-else = Demandez à votre administrateur de désactiver l’intégration Dynamics du standard pour votre poste : deux programmes qui enregistrent les mêmes appels finissent par se contredire.
finding-one-failure = Tous pour une seule raison : { $reason }
finding-calls-waiting =
    { $count ->
        [one] Un appel attend depuis { $since } : { $reason }
       *[other] { $count } appels attendent, le premier depuis { $since } : { $reason }
    }
cure-calls-waiting = Voyez dans la liste des appels ce qu’ils attendent ; aucun n’est perdu.
cure-settings-file = Corrigez le fichier à cet endroit, ou restaurez-le d’une sauvegarde ; d’ici là rien n’est enregistré, et aucun appel n’est perdu.
cure-correct-there = Corrigez-le là où il se trouve.
check-corrections = Vos modifications
cure-managed = La stratégie de votre administrateur fixe « { $label } » ({ $key }), et personne ne peut le changer ici : adressez-vous à votre administrateur.
cure-environment = La variable d’environnement { $name } fixe « { $label } » ({ $key }) : changez-la là où elle est définie.
cure-overruled = La stratégie gérée fixe cela, et ce qui se trouve là ne compte pas.
cure-pbx-password-managed = Connectez-vous au standard avec le bon mot de passe ; il n’est pas réessayé avant, pour que le poste ne soit pas bloqué. La stratégie de votre administrateur fixe le poste ou le locataire : si l’un d’eux est faux, adressez-vous à votre administrateur.
cure-certificate-managed = Faites ajouter le certificat racine de votre entreprise au magasin de confiance de cet ordinateur. La stratégie de votre administrateur fixe l’adresse : si le certificat est établi pour un autre nom, adressez-vous à votre administrateur.
finding-search-refused = Dynamics refuse la recherche des numéros dans toutes les écritures ; un numéro qui y est écrit de façon inhabituelle n’est donc pas trouvé.
cure-search-refused = Ringlog réessaie la recherche après une semaine. Demandez à votre administrateur Dynamics de faire écrire les numéros d’une seule façon, avec + et l’indicatif du pays, et montrez-lui ce qu’énumère « État des numéros ».
cure-rules-entry = Si ces appels doivent être enregistrés, cherchez l’entrée de « { $label } » ({ $key }) dont ils relèvent, et retirez celle-là seule de la liste dans les paramètres.
cure-rules-hours = Élargissez les heures de « { $label } » ({ $key }) dans les paramètres, si ces appels doivent être enregistrés.
finding-corrections-fine = Dynamics a toutes les modifications que vous avez demandées.
finding-corrections-waiting =
    { $count ->
        [one] Une modification que vous avez demandée n’est pas encore dans Dynamics : celle de l’appel { $call }, demandée le { $since }. Elle est réessayée { $when }.
       *[other] { $count } modifications que vous avez demandées ne sont pas encore dans Dynamics, la première celle de l’appel { $call }, demandée le { $since }. Elles sont réessayées, la première { $when }.
    }
tried-again-at = le { $at }
tried-next-pass = au prochain passage
finding-correction-not-taken = Au dernier essai, Dynamics n’était pas joignable ou ne l’a pas acceptée.
finding-correction-untried = Elle n’a pas encore été essayée.
finding-corrections-refused =
    { $count ->
        [one] Une modification que vous avez demandée n’a pas été faite, celle de l’appel { $call } : { $reason }
       *[other] { $count } modifications que vous avez demandées n’ont pas été faites, la dernière celle de l’appel { $call } : { $reason }
    }
finding-private-not-removed = Dynamics a refusé de le retirer ; il y figure encore bien qu’il soit privé.
cure-corrections-waiting = Réglez d’abord ce que les autres vérifications ont trouvé ; cela se fait ensuite tout seul. L’appel dit ce qui a été demandé.
cure-corrections-refused = Ouvrez l’appel dans la liste des appels : son historique dit pourquoi cela n’a pas été fait, et que faire.
