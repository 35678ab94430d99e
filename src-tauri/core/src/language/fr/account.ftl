# The linked account, and what an administrator is asked.
email-difference = L’adresse e-mail du poste sur le standard est { $extension }, celle de l’utilisateur Dynamics associé est { $own }. Les appels sont enregistrés pour l’utilisateur associé ; s’ils sont à quelqu’un d’autre, indiquez l’adresse pour laquelle les appels sont enregistrés (dynamics.attribution_email).
admin-message =
    Bonjour,

    je souhaite utiliser Ringlog. Il enregistre mes appels terminés dans Dynamics 365, en mon nom et depuis mon ordinateur ; rien ne passe par le serveur de qui que ce soit. Microsoft demande qu’un administrateur l’autorise une fois pour notre organisation.

    Veuillez ouvrir ce lien en tant qu’administrateur d’application cloud, administrateur d’application ou administrateur général, et accepter :
    { $link }

    Il demande ces autorisations de la personne connectée, et aucune autre :
    - { $scope } : pour lire les contacts et écrire les appels téléphoniques dans Dynamics 365, dans les limites du rôle Dynamics de la personne.
    - openid, profile, email : pour montrer qui est associé.
    - offline_access : pour continuer sans demander à la personne de se connecter toutes les heures.

    Une fois accepté, le navigateur va sur http://localhost, où rien ne répond sur votre ordinateur : cette page peut rester vide, le consentement est donné malgré tout.
    L’identifiant de l’application est { $application }.
