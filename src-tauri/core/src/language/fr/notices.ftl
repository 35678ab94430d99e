notice-logged = Enregistré : { $who }
notice-logged-company = Enregistré : { $who } ({ $company })
notice-call = { $direction }, { $length }
notice-call-without-contact = { $direction }, { $length }, sans contact
notice-inbound = Appel entrant
notice-outbound = Appel sortant
notice-internal = Appel interne
notice-hours = { $hours } h { $minutes } min
notice-minutes = { $minutes } min { $seconds } s
notice-seconds = { $seconds } s
notice-not-answered = sans réponse
notice-busy = occupé
notice-not-set-up = non établi
notice-not-connected = non abouti
notice-digest =
    { $count ->
        [one] { $count } appel enregistré
       *[other] { $count } appels enregistrés
    }
notice-caught-up =
    { $count ->
        [one] Rattrapage terminé : { $count } appel enregistré
       *[other] Rattrapage terminé : { $count } appels enregistrés
    }
notice-one = { $who }, { $time }
notice-span = De { $from } à { $until }.
notice-without-contact = Dont { $count } sans contact.
notice-needs-you =
    { $count ->
        [one] Un appel a besoin de vous
       *[other] { $count } appels ont besoin de vous
    }
notice-question = { $who } : { $question }
notice-questions = Ringlog a une question pour chacun.
notice-open-record = Ouvrir dans Dynamics
notice-sign-in = Se reconnecter
notice-show = Afficher
