menu-last-logged = Dernier appel enregistré : { $who }, { $time }
menu-waiting =
    { $count ->
        [one] Un appel attend
       *[other] { $count } appels attendent
    }
menu-needs-you =
    { $count ->
        [one] Un appel a besoin de vous
       *[other] { $count } appels ont besoin de vous
    }
menu-open = Ouvrir Ringlog
menu-sync-now = Synchroniser maintenant
menu-pause-hour = Mettre en pause une heure
menu-pause-until-tomorrow = Mettre en pause jusqu’à demain
menu-resume = Reprendre
menu-link = Associer le compte
menu-sign-in = Se reconnecter
menu-quit = Quitter
