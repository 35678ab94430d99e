# Más de la lista de solución de problemas.
check-profile = Perfil
check-region = País de los números
check-clock = Reloj
check-pause = Pausa
check-history = Historial de llamadas
check-numbers = Números en Dynamics
check-rules = Reglas
check-coexistence = Otros programas
finding-profile-fine = Se puede escribir.
finding-profile-not-writable = No se puede escribir en su carpeta: { $detail }.
cure-profile = Libere espacio en el disco y asegúrese de que la carpeta es suya; o inicie Ringlog con otra (--profile).
finding-disk-nearly-full = En su disco solo quedan { $megabytes } MB.
cure-disk = Libere espacio en el disco: sin él no se puede registrar ninguna llamada ni se envía nada.
cure-policy = Pida a su administrador que corrija la directiva administrada.
cure-policy-unreadable = Pida a su administrador que corrija la directiva administrada; hasta entonces no se registra nada y no se pierde ninguna llamada.
cure-certificate = Haga que se añada el certificado raíz de su empresa al almacén de confianza de este equipo, o indique la dirección con el nombre para el que vale el certificado.
finding-region-fine = Los números sin prefijo de país se leen como de { $region }.
finding-region-differs = Los números sin prefijo de país se leen como de { $region }, pero la centralita está donde el prefijo es +{ $country-code }.
cure-region = Ponga como país de los números (numbers.region) el de la centralita.
finding-clock-fine = Coincide con el de Dynamics.
finding-clock-not-told = No comprobado: ningún servidor dijo la hora.
finding-clock-behind = El reloj de este equipo va { $minutes } minutos atrasado.
finding-clock-ahead = El reloj de este equipo va { $minutes } minutos adelantado.
cure-clock = Deje que el sistema ponga el reloj en hora por la red; hasta entonces Microsoft puede rechazar el inicio de sesión y las esperas siguen una hora equivocada.
finding-not-paused = Ringlog no está en pausa.
finding-paused = Ringlog está en pausa hasta { $until }: no se pregunta ni se envía nada.
cure-paused = Reanúdelo en el menú de la bandeja, o haga que mire ahora.
finding-history-fine = Se leyó hasta el final.
finding-history-not-read = No comprobado: nunca se leyó hasta el final.
finding-history-gap = Puede que llamadas entre { $from } y { $until } salieran del historial de la centralita antes de que Ringlog pudiera leerlas.
cure-history-gap = Busque estas llamadas en la centralita y regístrelas a mano; pida a su administrador que guarde el historial más tiempo del que este equipo está apagado.
finding-history-silent = La centralita no ha mostrado ninguna llamada de la extensión { $extension } desde { $since }.
cure-history-silent = Si hubo llamadas, indique la extensión con la que telefonea, o pregunte al administrador de la centralita si se guarda el historial.
finding-numbers-fine =
    { $count ->
        [one] El único número examinado puede coincidir.
       *[other] Los { $count } números examinados pueden coincidir.
    }
finding-numbers-unknown = No comprobado: no se pudieron leer los contactos.
finding-numbers-faulty = De { $total } números examinados, { $count } nunca pueden coincidir con una llamada, o preguntan cada vez.
cure-numbers = Deje que «Estado de los números» los enumere todos con los motivos, y corríjalos en Dynamics.
finding-rules-fine = Ninguna regla lo omite todo.
finding-rules-everything = La regla «{ $label }» ({ $key }) omitió las { $count } llamadas de los últimos días.
cure-rules = Cambie la regla en los ajustes si esas llamadas deben registrarse.
finding-nobody-else = Nadie más registra estas llamadas.
finding-somebody-else =
    { $count ->
        [one] Otro programa ya había registrado una llamada de los últimos días; Ringlog se vinculó a su registro.
       *[other] Otro programa ya había registrado { $count } llamadas de los últimos días; Ringlog se vinculó a sus registros.
    }
cure-somebody-else = Pida a su administrador que desactive la integración de Dynamics de la centralita para su extensión: dos programas que registran las mismas llamadas acaban por no coincidir.
finding-one-failure = Todas por un solo motivo: { $reason }
finding-calls-waiting =
    { $count ->
        [one] Una llamada espera desde { $since }: { $reason }
       *[other] { $count } llamadas esperan, la primera desde { $since }: { $reason }
    }
cure-calls-waiting = Vea en la lista de llamadas a qué esperan; ninguna se pierde.
cure-settings-file = Corrija el archivo en ese lugar o restáurelo de una copia de seguridad; hasta entonces no se registra nada y ninguna llamada se pierde.
cure-correct-there = Corríjalo donde está.
check-corrections = Sus cambios
cure-managed = La directiva de su administrador fija «{ $label }» ({ $key }), y aquí nadie puede cambiarlo: consulte a su administrador.
cure-environment = La variable de entorno { $name } fija «{ $label }» ({ $key }): cámbiela donde esté definida.
cure-overruled = Lo fija la directiva administrada, y lo que hay ahí no cuenta.
cure-pbx-password-managed = Inicie sesión en la centralita con la contraseña correcta; antes no se vuelve a probar, para que la extensión no se bloquee. La directiva de su administrador fija la extensión o el inquilino: si algo de eso es incorrecto, consulte a su administrador.
cure-certificate-managed = Haga que se añada el certificado raíz de su empresa al almacén de confianza de este equipo. La directiva de su administrador fija la dirección: si el certificado vale para otro nombre, consulte a su administrador.
finding-search-refused = Dynamics rechaza la búsqueda de números escritos de cualquier forma; un número que esté escrito allí de manera poco habitual no se encuentra.
cure-search-refused = Ringlog vuelve a probar la búsqueda al cabo de una semana. Pida a su administrador de Dynamics que haga escribir los números de una sola forma, con + y el prefijo del país, y muéstrele lo que enumera «Estado de los números».
cure-rules-entry = Si esas llamadas deben registrarse, busque la entrada de «{ $label }» ({ $key }) a la que corresponden y quite solo esa de la lista en los ajustes.
cure-rules-hours = Amplíe las horas de «{ $label }» ({ $key }) en los ajustes, si esas llamadas deben registrarse.
finding-corrections-fine = Dynamics tiene todos los cambios que usted pidió.
finding-corrections-waiting =
    { $count ->
        [one] Un cambio que usted pidió aún no está en Dynamics: el de la llamada { $call }, pedido el { $since }. Se vuelve a probar { $when }.
       *[other] { $count } cambios que usted pidió aún no están en Dynamics, el primero el de la llamada { $call }, pedido el { $since }. Se vuelven a probar, el primero { $when }.
    }
tried-again-at = el { $at }
tried-next-pass = en la próxima pasada
finding-correction-not-taken = En el último intento Dynamics no se pudo alcanzar o no lo aceptó.
finding-correction-untried = Aún no se ha probado.
finding-corrections-refused =
    { $count ->
        [one] Un cambio que usted pidió no se hizo, el de la llamada { $call }: { $reason }
       *[other] { $count } cambios que usted pidió no se hicieron, el último el de la llamada { $call }: { $reason }
    }
finding-private-not-removed = Dynamics rechazó quitarla; aún está allí, aunque es privada.
cure-corrections-waiting = Resuelva primero lo que encontraron las otras comprobaciones; después se hace por sí solo. La llamada dice lo que se pidió.
cure-corrections-refused = Abra la llamada en la lista de llamadas: su historial dice por qué no se hizo y qué hacer.
