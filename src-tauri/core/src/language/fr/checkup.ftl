# The troubleshooting list: what was checked, what was found, and what cures it.
check-settings = Paramètres
check-keychain = Trousseau
check-ledger = Registre
check-pbx = Standard
check-organization = Adresse Dynamics
check-sign-in = Connexion à Microsoft
check-who-am-i = Utilisateur Dynamics
check-privileges = Privilèges
check-attribution = À qui sont les appels
check-calls = Appels
finding-not-set = Non renseigné : { $names }.
cure-set = Renseignez-les.
cure-correct = Corrigez-les.
finding-settings-fine = Tout le nécessaire est renseigné.
finding-keychain-fine = Un secret peut être écrit, lu et supprimé.
cure-keychain = Déverrouillez ou démarrez le trousseau de cette session ; sans lui, aucun compte ne peut être associé.
finding-ledger-fine =
    { $count ->
        [one] Il s’ouvre et contient { $count } appel.
       *[other] Il s’ouvre et contient { $count } appels.
    }
finding-ledger-set-aside = Un registre endommagé a été mis de côté : { $files }.
cure-ledger-set-aside = Les appels qui y attendaient et qui sont plus anciens que ce que relit un nouveau registre (pbx.look_back_hours) n’ont pas été enregistrés ; gardez le fichier pour le support, ou déplacez-le.
finding-pbx-refused = Le standard a refusé le mot de passe conservé ; il ne sera pas réessayé.
cure-pbx-password = Vérifiez le poste et le locataire dans les paramètres, et connectez-vous au standard avec le bon mot de passe ; il n’est pas réessayé avant, pour que le poste ne soit pas bloqué.
finding-pbx-fine = Il répond ({ $version }), accepte le mot de passe et montre l’historique du poste { $extension }.
pbx-version-unnamed = version non précisée
finding-organization-not-set = Non vérifié : l’adresse Dynamics (dynamics.organization_url) n’est pas renseignée.
finding-organization-fine = { $organization } se connecte auprès de { $authority } avec le locataire { $tenant }.
finding-after-not-linked = Non vérifié : aucun compte n’est associé.
finding-after-linked-elsewhere = Non vérifié : une autre organisation est associée.
finding-after-not-renewed = Non vérifié : la connexion ne se renouvelle pas.
finding-after-owner-unclear = Non vérifié : on ne sait pas à qui sont ces appels.
cure-link-again = Associez de nouveau le compte.
finding-sign-in-fine = La connexion de { $user } se renouvelle.
finding-who-am-i-fine = Dynamics connaît l’utilisateur associé.
finding-who-am-i-other = Dynamics répond avec un autre utilisateur ou une autre organisation que celle qui a été associée.
cure-attribution = Indiquez la bonne adresse pour laquelle les appels sont enregistrés (dynamics.attribution_email) ; celle de l’utilisateur associé, si c’est la bonne.
finding-attribution-fine = Les appels sont enregistrés pour { $name }.
finding-calls-fine = Enregistrés : { $logged }, en attente : { $waiting }.
finding-records-unreadable = Parmi les enregistrements du standard, { $count } étaient illisibles ou ne se sont jamais terminés.
cure-records-unreadable = Montrez-les au support, ils figurent parmi les appels en échec ; il n’y a rien d’autre à faire.
finding-calls-wait-for-person = En échec : { $failed }, ont besoin de vous : { $needs-you }.
cure-calls-failed = Voyez pourquoi dans la liste des appels, et réessayez une fois la cause réglée.
cure-calls-ask = Passé le délai, il est enregistré sans contact ; avant cela, dites dans la liste des appels de qui était l’appel.
cure-privileges = Demandez à l’administrateur Dynamics de les ajouter à votre rôle de sécurité.
cure-privileges-unchecked = Il n’y a rien à faire tant qu’aucun appel n’échoue.
finding-privileges-fine = Le rôle permet tout ce que Ringlog écrit.
cure-setting = Corrigez le paramètre.
cure-link = Associez le compte.
cure-keychain-session = Déverrouillez ou démarrez le trousseau de cette session.
cure-unreachable = Vérifiez le réseau, le proxy et l’adresse ; Ringlog reprendra de lui-même dès qu’il y aura une réponse.
cure-needs-administrator = Montrez ceci à votre administrateur.
