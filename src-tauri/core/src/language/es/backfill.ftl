# Llamadas anteriores.
days-reversed = El último día es anterior al primero.
days-in-future = El primer día aún está por llegar.
days-too-many = Son más de { $limit } días: tome menos de una vez.
known-logged = Ringlog tiene esta llamada; está registrada.
known-waiting = Ringlog tiene esta llamada; está en espera.
known-needs-you = Ringlog tiene esta llamada; le necesita.
known-left-out = Ringlog tiene esta llamada; está omitida.
known-failed = Ringlog tiene esta llamada; falló.
planned-unreadable = Un registro que no se puede leer
reason-backfill-cancelled = Omitida: usted detuvo el registro de llamadas anteriores antes de su turno.
light-looking-back = Mirando llamadas anteriores
backfill-read-later = Lo que usted aprobó queda guardado: el resto se lee y se registra por sí solo en cuanto vuelva a funcionar.
look-back-cancelled = Usted detuvo la consulta de llamadas anteriores.
