# Lo que rodea cada página.

frame-home = Inicio
frame-calls = Llamadas
frame-settings = Ajustes
frame-help = Ayuda
frame-pages = Páginas
frame-skip = Ir al contenido
frame-asking = { $count ->
    [one] { $count } llamada le necesita
   *[other] { $count } llamadas le necesitan
}
frame-demo-name = Demostración
frame-demo = Demostración: todo lo externo se simula en este equipo.
frame-front-desk = Abrir la recepción
frame-dismiss = Descartar
frame-cancel = Cancelar
frame-close = Cerrar
frame-clear-search = Borrar la búsqueda
frame-details = Detalles
frame-show-password = Mostrar la contraseña
frame-hide-password = Ocultar la contraseña
frame-copy = Copiar
frame-copied = Copiado
frame-selected = Seleccionado: pulse Ctrl+C para copiar
frame-not-started = Ringlog no respondió a esta ventana. Ciérrelo desde la bandeja del sistema y vuelva a iniciarlo.
