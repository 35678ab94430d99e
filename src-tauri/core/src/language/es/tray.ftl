menu-last-logged = Última llamada registrada: { $who }, { $time }
menu-waiting =
    { $count ->
        [one] Una llamada espera
       *[other] { $count } llamadas esperan
    }
menu-needs-you =
    { $count ->
        [one] Una llamada le necesita
       *[other] { $count } llamadas le necesitan
    }
menu-open = Abrir Ringlog
menu-sync-now = Sincronizar ahora
menu-pause-hour = Pausar una hora
menu-pause-until-tomorrow = Pausar hasta mañana
menu-resume = Reanudar
menu-link = Vincular la cuenta
menu-sign-in = Iniciar sesión de nuevo
menu-quit = Salir
