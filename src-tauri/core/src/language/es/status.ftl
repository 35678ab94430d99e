# The three parts of the light.
condition-pbx-not-set-up = No hay ninguna centralita configurada: indique su dirección (pbx.url) y su extensión (pbx.extension) e inicie sesión con la contraseña de la centralita.
condition-sign-in-not-set-up = No hay ninguna organización de Dynamics configurada: indique su dirección (dynamics.organization_url) y el identificador de la aplicación (microsoft.client_id) y vincule la cuenta.
condition-dynamics-not-set-up = Se preguntará a Dynamics en cuanto se vincule una cuenta.
condition-pbx-not-checked = Aún no se ha preguntado a la centralita.
condition-sign-in-not-checked = Aún no se ha preguntado a Microsoft.
condition-dynamics-not-checked = Aún no se ha preguntado a Dynamics.
condition-pbx-fine = La centralita responde.
condition-sign-in-fine = Cuenta vinculada.
condition-dynamics-fine = Dynamics recibe las llamadas.
condition-pbx-refused = La centralita rechazó la contraseña de la extensión: inicie sesión de nuevo en la centralita. Ringlog no la prueba una segunda vez, para que nadie quede bloqueado.
condition-pbx-forbidden = La centralita no deja que esta extensión lea su historial de llamadas, pida acceso a la API al administrador de la centralita: { $detail }
condition-pbx-unreachable = No se puede contactar con la centralita, Ringlog lo sigue intentando: { $detail }
condition-sign-in-unreachable = No se puede contactar con Microsoft, Ringlog lo sigue intentando: { $detail }
condition-dynamics-unreachable = No se puede contactar con Dynamics, Ringlog lo sigue intentando: { $detail }
condition-pbx-gap = Pueden faltar llamadas entre { $from } y { $to }: la centralita ya no las tenía cuando este equipo volvió.
condition-records-unreadable =
    { $count ->
        [one] Un registro de la centralita no se pudo leer o nunca terminó, y se conserva: muéstrelo al soporte, está entre las llamadas fallidas.
       *[other] { $count } registros de la centralita no se pudieron leer o nunca terminaron, y se conservan: muéstrelos al soporte, están entre las llamadas fallidas.
    }
condition-no-password = No hay guardada ninguna contraseña de la centralita: inicie sesión en la centralita.
condition-unlinked = Sin vincular: vincule la cuenta de Microsoft.
condition-pbx-throttled = La centralita ha pedido una pausa, Ringlog continuará solo.
condition-sign-in-throttled = Microsoft ha pedido una pausa, Ringlog continuará solo.
condition-dynamics-throttled = Dynamics ha pedido una pausa, Ringlog continuará solo.
condition-calls-failed =
    { $count ->
        [one] Dynamics rechazó una llamada: vea el motivo en la lista de llamadas.
       *[other] Dynamics rechazó { $count } llamadas: vea el motivo en la lista de llamadas.
    }
condition-calls-need-you =
    { $count ->
        [one] Una llamada le necesita.
       *[other] { $count } llamadas le necesitan.
    }
condition-linked-elsewhere = La cuenta está vinculada con { $linked }, los ajustes dicen { $setting }: vincule de nuevo, hasta entonces las llamadas esperan.
condition-pbx-refuses = La centralita rechaza: { $detail }
condition-sign-in-refuses = Microsoft rechaza: { $detail }
condition-dynamics-refuses = Dynamics rechaza: { $detail }
insecure = { $sentence } (no seguro: http en este equipo)
