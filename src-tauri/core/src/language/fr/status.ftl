# The three parts of the light.
condition-pbx-not-set-up = Aucun standard n’est configuré : indiquez son adresse (pbx.url) et votre poste (pbx.extension), puis connectez-vous avec le mot de passe du standard.
condition-sign-in-not-set-up = Aucune organisation Dynamics n’est configurée : indiquez son adresse (dynamics.organization_url) et l’identifiant de l’application (microsoft.client_id), puis associez le compte.
condition-dynamics-not-set-up = Dynamics sera interrogé dès qu’un compte sera associé.
condition-pbx-not-checked = Le standard n’a pas encore été interrogé.
condition-sign-in-not-checked = Microsoft n’a pas encore été interrogé.
condition-dynamics-not-checked = Dynamics n’a pas encore été interrogé.
condition-pbx-fine = Le standard répond.
condition-sign-in-fine = Compte associé.
condition-dynamics-fine = Dynamics reçoit les appels.
condition-pbx-refused = Le standard a refusé le mot de passe du poste : connectez-vous de nouveau au standard. Ringlog ne l’essaie pas une seconde fois, pour que personne ne soit bloqué.
condition-pbx-forbidden = Le standard ne laisse pas ce poste lire son historique d’appels, demandez l’accès à l’API à l’administrateur du standard : { $detail }
condition-pbx-unreachable = Le standard est injoignable, Ringlog continue d’essayer : { $detail }
condition-sign-in-unreachable = Microsoft est injoignable, Ringlog continue d’essayer : { $detail }
condition-dynamics-unreachable = Dynamics est injoignable, Ringlog continue d’essayer : { $detail }
condition-pbx-gap = Des appels entre { $from } et { $to } manquent peut-être : le standard ne les avait plus au retour de cet ordinateur.
condition-records-unreadable =
    { $count ->
        [one] Un enregistrement du standard était illisible ou ne s’est jamais terminé, et il est conservé : montrez-le au support, il figure parmi les appels en échec.
       *[other] { $count } enregistrements du standard étaient illisibles ou ne se sont jamais terminés, et ils sont conservés : montrez-les au support, ils figurent parmi les appels en échec.
    }
condition-no-password = Aucun mot de passe du standard n’est conservé : connectez-vous au standard.
condition-unlinked = Aucun compte associé : associez le compte Microsoft.
condition-pbx-throttled = Le standard a demandé une pause, Ringlog reprendra de lui-même.
condition-sign-in-throttled = Microsoft a demandé une pause, Ringlog reprendra de lui-même.
condition-dynamics-throttled = Dynamics a demandé une pause, Ringlog reprendra de lui-même.
condition-calls-failed =
    { $count ->
        [one] Dynamics a refusé un appel : la liste des appels dit pourquoi.
       *[other] Dynamics a refusé { $count } appels : la liste des appels dit pourquoi.
    }
condition-calls-need-you =
    { $count ->
        [one] Un appel a besoin de vous.
       *[other] { $count } appels ont besoin de vous.
    }
condition-linked-elsewhere = Le compte est associé à { $linked }, les paramètres indiquent { $setting } : associez-le de nouveau, d’ici là les appels attendent.
condition-pbx-refuses = Le standard refuse : { $detail }
condition-sign-in-refuses = Microsoft refuse : { $detail }
condition-dynamics-refuses = Dynamics refuse : { $detail }
insecure = { $sentence } (non sécurisé : http sur cet ordinateur)
