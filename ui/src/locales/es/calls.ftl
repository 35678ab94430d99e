calls-direction-inbound = Entrante
calls-direction-outbound = Saliente
calls-direction-internal = Interna
calls-outcome-connected = Atendida
calls-outcome-no-answer = Sin respuesta
calls-outcome-busy = Ocupado
calls-outcome-failed = No establecida
calls-outcome-unknown = Resultado desconocido
calls-state-logged = Registrada
calls-state-waiting = En espera
calls-state-needs-you = Le necesita
calls-state-left-out = Omitida
calls-state-failed = Fallida

calls-list = Lista de llamadas
calls-total = { $count ->
    [one] { $count } llamada
   *[other] { $count } llamadas
}
calls-found = { $count ->
    [one] { $count } llamada encontrada
   *[other] { $count } llamadas encontradas
}
calls-found-many = Más de { $count } llamadas encontradas
calls-newer = { $count ->
    [one] { $count } llamada nueva
   *[other] { $count } llamadas nuevas
}
calls-newer-many = Más de { $count } llamadas nuevas

calls-filters = Qué llamadas
calls-search = Buscar llamadas
calls-search-hint = Nombre, número, empresa o nota
calls-state = Estado
calls-state-all = Todas
calls-direction = Sentido
calls-direction-all = Todos los sentidos
calls-day = Día
calls-day-before = Día anterior
calls-day-after = Día siguiente
calls-day-all = Todos los días
calls-day-today = Hoy
calls-day-yesterday = Ayer
calls-show-all = Mostrar todas las llamadas
calls-again = Reintentar

calls-empty = Aún no hay llamadas
calls-empty-why = Ringlog muestra aquí cada llamada de su extensión en cuanto termina, normalmente en menos de un minuto.
calls-empty-home = Ver qué falta
calls-look-now = Buscar llamadas ahora
calls-empty-search = Ninguna llamada coincide
calls-empty-search-why = Se busca en nombres, números, empresas y notas. Quizá un filtro excluye la llamada.
calls-empty-state = { $state ->
    [needs_you] Nada le necesita
    [waiting] Ninguna llamada espera
    [left_out] No se omitió ninguna llamada
    [failed] Ninguna llamada ha fallado
   *[logged] Aún no hay llamadas registradas
}
calls-empty-state-why = { $state ->
    [needs_you] Ringlog registra las llamadas por sí solo. Donde no puede decidir, por ejemplo entre dos contactos con el mismo número, le pregunta aquí.
    [waiting] Aquí espera una llamada un momento, hasta que Dynamics la acepta. Tras una interrupción sale por sí sola.
    [left_out] Las llamadas internas, las muy cortas y los números que nunca se registran aparecerían aquí, con la regla.
    [failed] Lo que Dynamics rechaza aparecería aquí, con el motivo y qué hacer.
   *[logged] En cuanto una llamada está en Dynamics, aparece aquí.
}

calls-detail = Llamada
calls-back = Llamadas
calls-missing = Esta llamada no está en el libro
calls-missing-why = Quizá Ringlog usa ahora otro perfil.
calls-retry = Reintentar
calls-open-record = Abrir en Dynamics
calls-open-contact = Abrir contacto
calls-fact-kind = Tipo
calls-fact-began = Inicio
calls-fact-rang = Sonó
calls-fact-talked = Se habló
calls-fact-ended = Fin
calls-fact-logged = Registrada
calls-fact-extension = Extensión
calls-history = Historial
calls-source-id = Identificador de la llamada en la centralita
calls-source-id-copy = Copiar el identificador de la llamada en la centralita
