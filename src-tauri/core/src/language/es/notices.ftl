notice-logged = Registrada: { $who }
notice-logged-company = Registrada: { $who } ({ $company })
notice-call = { $direction }, { $length }
notice-call-without-contact = { $direction }, { $length }, sin contacto
notice-inbound = Llamada entrante
notice-outbound = Llamada saliente
notice-internal = Llamada interna
notice-hours = { $hours } h { $minutes } min
notice-minutes = { $minutes } min { $seconds } s
notice-seconds = { $seconds } s
notice-not-answered = sin respuesta
notice-busy = comunicando
notice-not-set-up = no establecida
notice-not-connected = no conectada
notice-digest =
    { $count ->
        [one] Una llamada registrada
       *[other] { $count } llamadas registradas
    }
notice-caught-up =
    { $count ->
        [one] Al día: una llamada registrada
       *[other] Al día: { $count } llamadas registradas
    }
notice-one = { $who }, { $time }
notice-span = De { $from } a { $until }.
notice-without-contact =
    { $count ->
        [one] Una sin contacto.
       *[other] { $count } sin contacto.
    }
notice-needs-you =
    { $count ->
        [one] Una llamada le necesita
       *[other] { $count } llamadas le necesitan
    }
notice-question = { $who }: { $question }
notice-questions = Ringlog tiene una pregunta sobre cada una.
notice-open-record = Abrir en Dynamics
notice-sign-in = Iniciar sesión de nuevo
notice-show = Mostrar
