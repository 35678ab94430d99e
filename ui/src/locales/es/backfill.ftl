# Las llamadas anteriores: primero se muestran y, si se aprueban, se registran.

backfill-open = Registrar llamadas anteriores…
backfill-title = Registrar llamadas anteriores
backfill-title-days = Llamadas: { $days }
backfill-why = Ringlog muestra primero qué pasaría con las llamadas de estos días. No se registra nada hasta que usted lo diga.
backfill-first-day = Primer día
backfill-last-day = Último día
backfill-days-missing = Elija los dos días.
backfill-days-reversed = El último día es anterior al primero.
backfill-days-to-come = El último día aún está por llegar.
backfill-look = Mostrar qué pasaría

backfill-looking = Mirando las llamadas: { $days }
backfill-looking-count = { $count ->
    [0] Pidiendo el historial a la centralita…
    [one] Leyendo el historial de la centralita: { $count } entrada…
   *[other] Leyendo el historial de la centralita: { $count } entradas…
}

backfill-no-calls = La centralita no tiene llamadas de estos días.
backfill-would-log-none = No se registraría ninguna llamada.
backfill-would-log = { $count ->
    [one] Se registraría { $count } llamada: { $split }.
   *[other] Se registrarían { $count } llamadas: { $split }.
}
backfill-on-known = { $count ->
    [one] { $count } con un contacto conocido
   *[other] { $count } con contactos conocidos
}
backfill-on-new = { $contacts ->
    [one] { $count } con un contacto nuevo
   *[other] { $count } con { $contacts } contactos nuevos
}
backfill-on-nobody = { $count } sin contacto
backfill-would-ask = { $count ->
    [one] Se le preguntaría por { $count }.
   *[other] Se le preguntaría por { $count }.
}
backfill-already-logged = { $count ->
    [one] { $count } ya está en Dynamics; Ringlog solo la enlaza.
   *[other] { $count } ya están en Dynamics; Ringlog solo las enlaza.
}
backfill-left-out = { $count ->
    [one] { $count } se omitiría.
   *[other] { $count } se omitirían.
}
backfill-known = { $count ->
    [one] { $count } ya está en Ringlog.
   *[other] { $count } ya están en Ringlog.
}
backfill-unreadable = { $count ->
    [one] { $count } no se puede leer.
   *[other] { $count } no se pueden leer.
}
backfill-begins-late = El historial de la centralita empieza el { $when }. Las llamadas anteriores ya no están allí.
backfill-cut = Se muestran las { $count } llamadas más recientes; se cuentan todas.
backfill-group-log = Se registrarían
backfill-group-ask = Se le preguntaría
backfill-group-already-logged = Ya en Dynamics
backfill-group-leave-out = Se omitirían
backfill-group-known = Ya en Ringlog
backfill-group-unreadable = No se pueden leer
backfill-more = { $count ->
    [one] y { $count } más
   *[other] y { $count } más
}
backfill-new-contact = Contacto nuevo
backfill-decided-again = Cada llamada se decide de nuevo cuando llega su turno.
backfill-nothing = No hay nada que registrar en estos días.
backfill-other-days = Otros días
backfill-approve = Registrar estas llamadas

backfill-running = Registrando llamadas anteriores
backfill-running-reading = { $days }: leyendo el historial de la centralita…
backfill-running-count = { $days }: { NUMBER($done) } de { NUMBER($total) }
backfill-running-cancel = Si cancela, se omite lo que aún no está registrado. Podrá registrarlo más tarde.
backfill-looking-elsewhere = Mirando llamadas anteriores
