# Archivos que alguien pidió.
file-exists = { $path } ya existe y no se reemplazó.
    .next = Elija otro nombre o añada --force para reemplazarlo.
file-not-saved = No se pudo guardar { $path }: { $detail }.
no-downloads = El sistema no indica ninguna carpeta de descargas, así que no se guardó nada.
diagnostics-without-key = No hay ningún libro de llamadas legible, así que todos los sustitutos de un mismo tipo son iguales.
nothing-to-save = No se mostró nada que guardar: créelo primero.
