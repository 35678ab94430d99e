# The troubleshooting list: what was checked, what was found, and what cures it.
check-settings = Ajustes
check-keychain = Llavero
check-ledger = Libro de llamadas
check-pbx = Centralita
check-organization = Dirección de Dynamics
check-sign-in = Inicio de sesión de Microsoft
check-who-am-i = Usuario de Dynamics
check-privileges = Privilegios
check-attribution = De quién son las llamadas
check-calls = Llamadas
finding-not-set = Sin indicar: { $names }.
cure-set = Indíquelos.
cure-correct = Corríjalos.
finding-settings-fine = Está indicado todo lo necesario.
finding-keychain-fine = Se puede escribir, leer y borrar un secreto.
cure-keychain = Desbloquee o inicie el llavero de esta sesión; sin él no se puede vincular ninguna cuenta.
finding-ledger-fine =
    { $count ->
        [one] Se abre y contiene una llamada.
       *[other] Se abre y contiene { $count } llamadas.
    }
finding-ledger-set-aside = Se apartó uno dañado: { $files }.
cure-ledger-set-aside = Las llamadas que esperaban en él y son más antiguas de lo que mira un libro nuevo (pbx.look_back_hours) no se registraron; guarde el archivo para el soporte o muévalo.
finding-pbx-refused = La centralita rechazó la contraseña guardada; no se prueba otra vez.
cure-pbx-password = Compruebe la extensión y el inquilino en los ajustes e inicie sesión en la centralita con la contraseña correcta; antes no se vuelve a probar, para que la extensión no se bloquee.
finding-pbx-fine = Responde ({ $version }), acepta la contraseña y muestra el historial de la extensión { $extension }.
pbx-version-unnamed = versión no indicada
finding-organization-not-set = Sin comprobar: la dirección de Dynamics (dynamics.organization_url) no está indicada.
finding-organization-fine = { $organization } inicia sesión en { $authority } con el inquilino { $tenant }.
finding-after-not-linked = Sin comprobar: no hay ninguna cuenta vinculada.
finding-after-linked-elsewhere = Sin comprobar: está vinculada otra organización.
finding-after-not-renewed = Sin comprobar: el inicio de sesión no se renueva.
finding-after-owner-unclear = Sin comprobar: no se sabe de quién son estas llamadas.
cure-link-again = Vincule de nuevo la cuenta.
finding-sign-in-fine = El inicio de sesión de { $user } se renueva.
finding-who-am-i-fine = Dynamics conoce al usuario vinculado.
finding-who-am-i-other = Dynamics responde con un usuario u organización distintos de los vinculados.
cure-attribution = Indique la dirección correcta para la que se registran las llamadas (dynamics.attribution_email); la del usuario vinculado, si es la correcta.
finding-attribution-fine = Las llamadas se registran para { $name }.
finding-calls-fine = Registradas: { $logged }, en espera: { $waiting }.
finding-records-unreadable = De los registros de la centralita, { $count } no se pudieron leer o nunca terminaron.
cure-records-unreadable = Muéstrelos al soporte, están entre las llamadas fallidas; no hay que hacer nada más.
finding-calls-wait-for-person = Fallidas: { $failed }, le necesitan: { $needs-you }.
cure-calls-failed = Vea el motivo en la lista de llamadas e inténtelo de nuevo cuando se resuelva la causa.
cure-calls-ask = Pasado el plazo se registra sin contacto; antes, diga en la lista de llamadas de quién fue la llamada.
cure-privileges = Pida al administrador de Dynamics que los añada a su rol de seguridad.
cure-privileges-unchecked = No hay que hacer nada mientras no fallen llamadas.
finding-privileges-fine = El rol permite todo lo que Ringlog escribe.
cure-setting = Corrija el ajuste.
cure-link = Vincule la cuenta.
cure-keychain-session = Desbloquee o inicie el llavero de esta sesión.
cure-unreachable = Compruebe la red, el proxy y la dirección; Ringlog continuará solo en cuanto haya respuesta.
cure-needs-administrator = Muestre esto a su administrador.
