light-fine = Tout va bien
light-not-checked = Vérification de la connexion
light-stopped = Ringlog ne peut pas travailler
light-setting-up = Pas encore configuré
light-not-linked-yet = Pas encore associé
light-unlinked = Aucun compte associé
light-no-pbx = Aucun standard n’est configuré
light-no-organization = Dynamics n’est pas configuré
light-paused = En pause, reprise : { $time }
light-paused-until-tomorrow = En pause jusqu’à demain, { $time }
light-catching-up =
    { $total ->
        [one] Rattrapage : { $done } appel sur { $total }
       *[other] Rattrapage : { $done } appels sur { $total }
    }
light-syncing = Recherche d’appels
light-pbx-refused = Le standard a refusé le mot de passe
light-pbx-forbidden = Le standard ne montre pas ses appels
light-pbx-unreachable = Le standard ne répond pas
light-microsoft-unreachable = Microsoft ne répond pas
light-dynamics-unreachable = Dynamics ne répond pas
light-misconfigured = Un paramètre est à corriger
light-no-password = Le mot de passe du standard manque
light-gap = Des appels manquent peut-être
light-unreadable =
    { $count ->
        [one] Un enregistrement du standard est illisible
       *[other] { $count } enregistrements du standard sont illisibles
    }
light-sign-in = Reconnectez-vous
light-consent = Le consentement de l’administrateur manque
light-keychain = Le trousseau ne s’ouvre pas
light-privileges = Une autorisation manque dans Dynamics
light-owner-unclear = On ne sait pas à qui sont ces appels
light-throttled = Dynamics demande une courte pause
light-refused = Dynamics refuse le compte
light-elsewhere = Associé à une autre organisation
light-failed =
    { $count ->
        [one] Un appel n’a pas pu être enregistré
       *[other] { $count } appels n’ont pas pu être enregistrés
    }
light-needs-you =
    { $count ->
        [one] Un appel a besoin de vous
       *[other] { $count } appels ont besoin de vous
    }

part-pbx = Standard téléphonique
part-sign-in = Connexion Microsoft
part-dynamics = Dynamics 365

call-withheld = Numéro masqué

line-recorded = Le standard a montré l’appel.
line-finished = L’appel était terminé.
line-changed = Le standard a modifié son enregistrement de l’appel.
line-retry-asked = Vous avez demandé une nouvelle tentative.
line-linked-again = Le compte a été de nouveau associé.
line-attempted = Il est envoyé à Dynamics.
line-logged = Il figure dans Dynamics.
line-waiting = Il attend.
line-needs-you = Il a besoin de vous.
line-left-out = Il est écarté.
line-failed = Il a échoué.
line-other = Quelque chose que cette version de Ringlog ne sait pas dire.

state-logged = enregistré
state-waiting = en attente
state-needs-you = sans réponse
state-left-out = écarté
state-failed = en échec

group-pbx = Standard téléphonique
group-dynamics = Dynamics et Microsoft
group-numbers = Numéros
group-rules = Ce qui est enregistré
group-notifications = Notifications
group-app = Ringlog
option-vodia = Vodia PBX
option-create = Créer un contact
option-ask = Me demander
option-unlinked = Enregistrer sans contact
option-contact = Contacts
option-account = Comptes
option-lead = Prospects
option-each = Chaque appel
option-digest = Un résumé, au plus une fois par heure
option-off = Seulement si l’on a besoin de moi
default-on = activé
default-off = désactivé
default-empty = vide
