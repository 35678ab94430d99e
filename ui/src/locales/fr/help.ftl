help-examine-title = Tout est-il en ordre ?
help-examine = Tout vérifier
help-examine-again = Vérifier à nouveau
help-examine-why = Ringlog interroge le trousseau, le standard, Microsoft et Dynamics, et dit pour chacun ce qu’il a trouvé et le remède.
help-examining = Vérification en cours, quelques secondes.
help-examined-fine = Tout est en ordre.
help-examined = { $count ->
    [one] Une vérification a relevé quelque chose.
   *[other] { $count } vérifications ont relevé quelque chose.
}
help-verdict-ok = En ordre
help-verdict-attention = À regarder
help-verdict-failed = Ne marche pas
help-verdict-skipped = Non vérifié

help-symptoms = Que constatez-vous ?
help-checks = Ce que Ringlog vérifie
help-todo = Ce qu’il faut faire

help-absent = Un appel n’apparaît pas dans Dynamics
help-absent-checks =
    Si le standard répond et montre l’historique de votre poste.
    Si une règle a écarté l’appel, et si Dynamics l’a accepté.
    Si Ringlog est en pause, et si des appels ont quitté l’historique avant d’être lus.
help-absent-todo =
    Attendez une minute après avoir raccroché : Ringlog consulte le standard environ deux fois par minute.
    Cherchez l’appel sous « Appels » : son historique dit ce qui lui est arrivé, et pourquoi.
    « Écarté » nomme la règle. « L’enregistrer quand même » enregistre ce seul appel, quand il le propose ; pour tous ces appels, changez la règle dans les paramètres.
    « Échec » dit ce que Dynamics a refusé. Corrigez-le, puis choisissez « Réessayer » dans l’appel.

help-person = Un appel est rattaché à la mauvaise personne
help-person-checks =
    Si le numéro appartient à une seule personne dans Dynamics, chiffre par chiffre, quelle que soit son écriture.
help-person-todo =
    Ouvrez l’appel, choisissez « Mauvaise personne… » puis la bonne : la fiche dans Dynamics est corrigée, et Ringlog le retient pour le numéro. Les paramètres montrent ce qui est retenu et peuvent l’oublier.
    Si plusieurs personnes partagent un numéro, Ringlog vous demande dans l’appel ; un clic suffit pour répondre.
    Si un appel n’a rien à faire dans Dynamics : sous « Plus », « Annuler l’enregistrement… » l’en retire, et « Garder privé… » l’en tient à l’écart.
    Si le numéro n’est pas à cette personne, choisissez « Ouvrir le contact » et retirez-le du champ téléphone.
    Indiquez les numéros de votre société dans les paramètres, pour que le standard ne soit jamais pris pour l’appelant.

help-contact = Un contact manque, ou il y en a un de trop
help-contact-checks =
    Si votre rôle Dynamics permet de lire et de créer des contacts.
    Dans quels champs et quelles tables un numéro est cherché.
help-contact-todo =
    Vérifiez le pays dans les paramètres : il dit quel numéro est « 01 99 00 12 34 ».
    Choisissez ce qu’il advient d’un numéro inconnu : créer un contact, vous demander ou enregistrer sans contact.
    Réactivez dans Dynamics un contact désactivé, pour qu’il soit trouvé.
    Un numéro masqué n’appartient à personne ; l’appel est enregistré sans contact.
    Laissez « État des numéros » énumérer les numéros de Dynamics auxquels aucun appel ne peut correspondre.

help-sign-in = Microsoft me redemande de me connecter
help-sign-in-checks =
    Si la connexion se renouvelle d’elle-même.
    Si le trousseau de cet ordinateur la conserve.
help-sign-in-todo =
    Associez de nouveau le compte. Aucun appel n’est perdu : tous attendent et partent ensuite.
    Une fois, après un nouveau mot de passe ou une nouvelle règle de sécurité, c’est normal.
    Chaque jour : votre organisation limite la durée d’une connexion. Demandez à votre administrateur.
    Après chaque redémarrage : le trousseau est verrouillé ou ne peut pas la conserver. « Tout vérifier » dit lequel des deux.

help-consent = Rien ne se passe après l’association
help-consent-checks =
    Si votre organisation a autorisé Ringlog.
    Si Dynamics vous connaît comme utilisateur.
help-consent-todo =
    Terminez la page de Microsoft dans le navigateur ; Ringlog l’attend cinq minutes.
    Un administrateur doit autoriser Ringlog une fois pour tous. Si vous l’êtes, accordez-le ici ; sinon, envoyez-lui le message tout prêt.
    Si Dynamics ne vous connaît pas, demandez à votre administrateur un utilisateur Dynamics avec votre adresse e-mail.

help-colleagues = Des appels de collègues apparaissent, ou les miens portent un autre nom
help-colleagues-checks =
    Si votre adresse e-mail mène à un seul utilisateur dans Dynamics, et lequel.
help-colleagues-todo =
    Assurez-vous que le poste dans les paramètres est le vôtre : Ringlog ne lit que son historique.
    Un appel pour une file d’attente ou un groupe de postes pris par un collègue est écarté, sauf si les paramètres disent le contraire.
    Avec un compte de service, indiquez l’adresse e-mail de l’utilisateur pour qui les appels sont enregistrés.

help-twice = Un appel figure deux fois dans Dynamics
help-twice-checks =
    Si un autre programme a enregistré des appels que Ringlog a trouvés aussi.
help-twice-todo =
    Si le même appel est déjà là, Ringlog se rattache à cette fiche et n’en écrit pas une seconde ; la raison de l’appel le dit.
    Il ne remarque pas une fiche qui vient plus tard : demandez à votre administrateur de désactiver l’intégration Dynamics du standard pour votre poste.
    Supprimez la fiche de l’autre programme, pas celle de Ringlog.

help-light = Le voyant est orange, rouge ou gris
help-light-checks =
    Le standard, la connexion Microsoft et Dynamics, chacun par une vraie réponse. Le voyant montre le pire des trois.
help-light-todo =
    Orange : Ringlog travaille, ou quelque chose vous attend.
    Rouge : quelque chose ne marche pas. L’accueil dit quoi, avec un bouton pour y remédier.
    Gris : Ringlog n’est pas configuré, pas associé ou en pause.
    Quoi que dise le voyant, les appels attendent et aucun n’est perdu.

help-way-calls = Tous les appels
help-way-left-out = Appels écartés
help-way-failed = Appels en échec
help-way-needs-you = Appels à traiter
help-way-choices = Choix retenus
help-way-rules = Règles
help-way-own-numbers = Numéros de la société
help-way-country = Pays
help-way-unknown-numbers = Numéros inconnus
help-way-lookup = Où Ringlog cherche
help-way-extension = Poste
help-way-queue = Appels de groupe
help-way-attribution = Compte de service
help-way-home = Accueil

help-privacy-title = Confidentialité
help-privacy = Vos appels restent entre votre standard, cet ordinateur et le Dynamics de votre société ; rien ne va à qui que ce soit d’autre, et Ringlog ne voit jamais votre mot de passe Microsoft.

help-about = À propos
help-version = Version
help-system = Système
help-profile = Profil
help-copy = Copier pour le support
help-logs = Ouvrir les journaux
help-licence = Ringlog est un logiciel libre : MIT OR Apache-2.0, à votre choix.
help-licences = Construit avec { $count } paquets d’autres auteurs
help-package = Paquet
help-licence-column = Licence
