support-numbers-title = Estado de los números
support-numbers-why = Ringlog lee todos los números de Dynamics y dice cuáles nunca pueden coincidir con una llamada, y por qué. Allí no se cambia nada.
support-numbers-start = Comprobar los números
support-numbers-again = Comprobar de nuevo
support-numbers-reading = { $count ->
    [0] Leyendo los registros de Dynamics.
    [one] Un registro leído hasta ahora.
   *[other] { $count } registros leídos hasta ahora.
}
support-numbers-read = { $count ->
    [0] Los { $numbers } números de { $records } registros pueden coincidir.
    [one] De { $numbers } números de { $records } registros, uno nunca puede coincidir con una llamada, o pregunta cada vez.
   *[other] De { $numbers } números de { $records } registros, { $count } nunca pueden coincidir con una llamada, o preguntan cada vez.
}
support-numbers-incomplete = Hay demasiados números para compararlos todos: puede que falten algunos compartidos.
support-numbers-list = Los primeros { $count } de { $total }
support-numbers-suggestion = quiere decir { $number }
support-numbers-open = Abrir { $who } en Dynamics
support-save-csv = Guardar todo como CSV
support-saved = Guardado en { $path }.
support-open-folder = Abrir la carpeta
support-text-title = Para el soporte
support-text-why = Un texto sobre lo que explica cómo trabaja Ringlog aquí: ajustes, luz, las últimas llamadas, el final del registro. Números, nombres y direcciones se reemplazan por sustitutos. Léalo antes de guardarlo.
support-text-show = Mostrar el texto
support-text-again = Hacerlo de nuevo
support-text-preview = El texto para el soporte
support-text-save = Guardar este texto
