# De quién era una llamada, y lo que se cambia en una llamada.

corrections-question = ¿De quién era la llamada?
corrections-somebody-else = Otra persona…
corrections-somebody = Elegir a alguien…
corrections-new-contact = Contacto nuevo
corrections-nobody = Registrar sin contacto
corrections-nobody-any-more = Nadie en Dynamics
corrections-entity-contact = Contacto
corrections-entity-account = Cuenta
corrections-entity-lead = Cliente potencial

corrections-log = Registrarla de todos modos
corrections-whose = Decir de quién era…
corrections-wrong-person = Persona equivocada…
corrections-note = Añadir una nota…
corrections-rename = Cambiar el asunto…
corrections-undo = Deshacer…
corrections-private = Mantener privada…
corrections-private-at-once = Mantener privada
corrections-more = Más

corrections-goes-there = El registro de Dynamics pasa a quien usted elija.
corrections-remembers = Ringlog recuerda su elección para el { $number }.
corrections-search = Buscar contactos, cuentas y clientes potenciales
corrections-search-hint = Nombre o número
corrections-search-begin = Escriba un nombre o un número.
corrections-search-list = Encontrado en Dynamics
corrections-search-found = { $count ->
    [one] { $count } resultado
   *[other] { $count } resultados
}
corrections-search-none = Ningún contacto, cuenta ni cliente potencial coincide con «{ $text }».
corrections-asking = Se pregunta a Dynamics…

corrections-note-title = Añadir una nota
corrections-note-label = Nota
corrections-rename-title = Cambiar el asunto
corrections-rename-label = Asunto
corrections-left = { $count ->
    [one] Queda { $count } carácter
   *[other] Quedan { $count } caracteres
}
corrections-over = { $count ->
    [one] Sobra { $count } carácter
   *[other] Sobran { $count } caracteres
}
corrections-save = Guardar
corrections-save-keys = Ctrl+Entrar

corrections-removed = El registro de la llamada con { $who } se retira de Dynamics.
corrections-removed-edited = Si alguien lo ha cambiado allí, se queda, y Ringlog se lo dice.
corrections-undo-title = ¿Retirar esta llamada de Dynamics?
corrections-undo-stays = La llamada sigue en la lista de Ringlog, como omitida. «Registrarla de todos modos» la registra otra vez.
corrections-undo-press = Retirarla
corrections-private-title = ¿Mantener privada esta llamada?
corrections-private-stays = No se vuelve a registrar, salvo que usted lo pida, y solo se conoce en este equipo.
corrections-private-press = Mantener privada

corrections-subject = Asunto
corrections-notes = Notas
corrections-pending = A la espera de Dynamics
corrections-remembered = Las llamadas de este número van a { $who }; se eligió { $when }.
corrections-forget = Olvidar
corrections-forget-of = Olvidar el { $number }: { $who }
corrections-forgotten = Olvidado. Si el número puede ser de varias personas, Ringlog pregunta de nuevo.
corrections-choices = Elecciones recordadas
corrections-choices-why = De quién son las llamadas de estos números, como usted eligió una vez.
corrections-choices-none = Aún no se recuerda nada. Cuando Ringlog pregunta de quién era una llamada, guarda su respuesta para las próximas llamadas de ese número y la muestra aquí.
corrections-choices-search = Buscar elecciones recordadas
corrections-choices-none-found = Ninguna elección recordada coincide.
corrections-chosen = Se eligió { $when }
