# Cómo está la conexión y qué se puede hacer.

home-last-logged = Última llamada registrada: { $who }, { $when }
home-parts = Las partes de la conexión
home-part-ok = : funciona
home-part-working = : trabajando
home-part-attention = : requiere atención
home-part-error = : no funciona
home-part-off = : inactivo
home-checked-at = Última respuesta
home-sync-now = Sincronizar
home-pause-hour = Pausar una hora
home-paused = En pausa hasta { $until }. No se pierde nada: las llamadas se recuperan después.
home-resume = Reanudar

home-account = Cuenta de Microsoft
home-linked-as = Vinculada como
home-linked-since = Vinculada desde
home-organization = Organización de Dynamics
home-insecure = No seguro: http en este equipo.
home-unlinked = No hay ninguna cuenta vinculada, por lo que no se registra ninguna llamada.
home-link = Vincular cuenta
home-link-again = Vincular de nuevo
home-get-token = Obtener token de OAuth
home-grant-consent = Conceder consentimiento de administrador
home-grant-consent-more = Una sola vez, por un administrador
home-unlink = Desvincular

home-unlink-title = ¿Desvincular esta cuenta?
home-unlink-stops = Ringlog deja de registrar sus llamadas en Dynamics.
home-unlink-waits = Las llamadas en espera seguirán esperando hasta que se vincule de nuevo una cuenta.
home-unlink-deletes = Se eliminan todos los tokens de este equipo.
home-unlink-stays = Lo registrado permanece en Dynamics.
home-unlinked-title = Cuenta desvinculada
home-unlinked-done = Se han eliminado todos los tokens de este equipo y ya no se registra ninguna llamada.
home-unlinked-remembered = Es posible que Microsoft aún muestre Ringlog entre las aplicaciones que usted permitió; puede quitarlo allí. Si un administrador dio su consentimiento para todos, está en el centro de administración de Entra, en Aplicaciones empresariales, Permisos.
home-microsoft-apps = Abrir mis aplicaciones en Microsoft

home-browser = Continúe en su navegador
home-browser-consent = Un administrador inicia sesión en la página de Microsoft y acepta. Esta ventana continúa sola.
home-browser-link = Inicie sesión con su cuenta de trabajo en la página de Microsoft. Esta ventana continúa sola.
home-browser-none = ¿No se abrió ningún navegador?
home-browser-address-why = Copie esta dirección y ábrala en un navegador de este equipo.
home-browser-address = Dirección de la página de Microsoft
home-ask-administrator = Pedírselo a mi administrador
home-administrator-why = Copie este mensaje y envíelo a su administrador. Ringlog se dará cuenta cuando se dé el consentimiento.
home-administrator-message = Mensaje para su administrador

home-pbx-log-in = Iniciar sesión en la centralita
home-pbx-password = Iniciar sesión en la centralita
home-pbx-password-why = La contraseña se comprueba en la centralita y después se guarda en el llavero de este equipo.
home-pbx-password-label = Contraseña de la centralita
home-open-settings = Abrir los ajustes
home-open-needs-you = Ver estas llamadas
home-open-failed = Ver las llamadas fallidas
home-open-waiting = Mostrar las llamadas en espera

home-catching-up = Recuperando llamadas
home-catching-up-count = { NUMBER($done) } de { $total ->
    [one] { NUMBER($total) } llamada procesada
   *[other] { NUMBER($total) } llamadas procesadas
}
home-catching-up-cancel = Si cancela, el resto espera y Ringlog se pausa durante una hora.

home-set-up = Terminar la configuración
home-set-up-continue = Continuar
home-set-up-left = { $left ->
    [one] Falta un breve paso para que se registren sus llamadas.
   *[other] Faltan { $left } breves pasos para que se registren sus llamadas.
}

home-needs-you = Le necesita
home-today = Hoy
home-all-calls = Todas las llamadas
home-today-empty = Aún no hay llamadas hoy. Una llamada aparece aquí poco después de terminar.
home-today-more = { $count ->
    [one] y { $count } más hoy
   *[other] y { $count } más hoy
}
home-waiting = { $count ->
    [one] { $count } llamada espera a ser registrada
   *[other] { $count } llamadas esperan a ser registradas
}
