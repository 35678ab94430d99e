light-fine = Todo va bien
light-not-checked = Comprobando la conexión
light-stopped = Ringlog no puede trabajar
light-setting-up = Sin configurar todavía
light-not-linked-yet = Sin vincular todavía
light-unlinked = Sin vincular
light-no-pbx = No hay ninguna centralita configurada
light-no-organization = Dynamics no está configurado
light-paused = En pausa hasta { $time }
light-paused-until-tomorrow = En pausa hasta mañana, { $time }
light-catching-up =
    { $total ->
        [one] Poniéndose al día: { $done } de una llamada
       *[other] Poniéndose al día: { $done } de { $total } llamadas
    }
light-syncing = Buscando llamadas
light-pbx-refused = La centralita rechazó la contraseña
light-pbx-forbidden = La centralita no muestra sus llamadas
light-pbx-unreachable = La centralita no responde
light-microsoft-unreachable = Microsoft no responde
light-dynamics-unreachable = Dynamics no responde
light-misconfigured = Hay que corregir un ajuste
light-no-password = Falta la contraseña de la centralita
light-gap = Quizá falten algunas llamadas
light-unreadable =
    { $count ->
        [one] Un registro de la centralita no se puede leer
       *[other] { $count } registros de la centralita no se pueden leer
    }
light-sign-in = Inicie sesión de nuevo
light-consent = Falta el consentimiento del administrador
light-keychain = El llavero no se abre
light-privileges = Falta un permiso en Dynamics
light-owner-unclear = No está claro de quién son las llamadas
light-throttled = Dynamics pide una breve pausa
light-refused = Dynamics rechaza la cuenta
light-elsewhere = Vinculado con otra organización
light-failed =
    { $count ->
        [one] Una llamada no se pudo registrar
       *[other] { $count } llamadas no se pudieron registrar
    }
light-needs-you =
    { $count ->
        [one] Una llamada le necesita
       *[other] { $count } llamadas le necesitan
    }

part-pbx = Centralita
part-sign-in = Inicio de sesión de Microsoft
part-dynamics = Dynamics 365

call-withheld = Número oculto

line-recorded = La centralita mostró la llamada.
line-finished = La llamada había terminado.
line-changed = La centralita cambió su registro de la llamada.
line-retry-asked = Usted pidió otro intento.
line-linked-again = La cuenta se vinculó de nuevo.
line-attempted = Se está enviando a Dynamics.
line-logged = Está en Dynamics.
line-waiting = Espera.
line-needs-you = Le necesita.
line-left-out = Está omitida.
line-failed = Falló.
line-other = Algo que esta versión de Ringlog no sabe decir.

state-logged = registrada
state-waiting = en espera
state-needs-you = sin respuesta
state-left-out = omitida
state-failed = fallida

group-pbx = Centralita
group-dynamics = Dynamics y Microsoft
group-numbers = Números
group-rules = Qué se registra
group-notifications = Notificaciones
group-app = Ringlog
option-vodia = Vodia PBX
option-create = Crear un contacto
option-ask = Preguntarme
option-unlinked = Registrar sin contacto
option-contact = Contactos
option-account = Cuentas
option-lead = Clientes potenciales
option-each = Cada llamada
option-digest = Un resumen, como mucho una vez por hora
option-off = Solo cuando se me necesite
default-on = activado
default-off = desactivado
default-empty = vacío
