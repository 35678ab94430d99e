# Los cuatro breves pasos entre la instalación y la primera llamada registrada.

first-run-promise = Sus llamadas terminadas, registradas en Dynamics 365.
first-run-steps = Pasos
first-run-step-pbx = Centralita
first-run-step-organization = Organización
first-run-step-consent = Consentimiento
first-run-step-link = Vincular
first-run-step-done = (hecho)
first-run-back = Atrás
first-run-later = Más tarde
first-run-continue = Continuar
first-run-checking = Comprobando…
first-run-fixed = Lo ha fijado su organización.

first-run-pbx-title = Conecte su centralita
first-run-pbx-why = Ringlog lee allí el historial de llamadas de su propia extensión, con sus propios permisos.
first-run-pbx-url = Dirección de la centralita
first-run-pbx-url-hint = Como en el navegador, donde inicia sesión en su teléfono.
first-run-pbx-url-missing = Escriba la dirección de su centralita.
first-run-extension = Extensión
first-run-extension-missing = Escriba su extensión.
first-run-pbx-tenant = Inquilino (opcional)
first-run-pbx-tenant-hint = Solo si su centralita atiende a varias empresas.
first-run-pbx-password = Contraseña de la extensión
first-run-pbx-password-hint = Se guarda en el llavero de este equipo y en ningún otro lugar.
first-run-pbx-password-kept = Ya hay una contraseña guardada; deje este campo vacío para usarla.
first-run-pbx-password-missing = Escriba la contraseña de su extensión.

first-run-organization-title = Encuentre su Dynamics 365
first-run-organization-why = Aquí se registrarán sus llamadas. Con esta dirección, Ringlog encuentra el inicio de sesión de Microsoft correcto.
first-run-organization-url = Dirección de Dynamics
first-run-organization-url-hint = Abra Dynamics en el navegador y copie toda la dirección; Ringlog toma lo que necesita.
first-run-organization-url-missing = Escriba la dirección de su Dynamics 365.
first-run-client-id = Id. de aplicación (cliente)
first-run-client-id-hint = Su administrador lo conoce por el registro de la aplicación en Microsoft Entra.
first-run-client-id-missing = Escriba el id. de aplicación.

first-run-consent-title = Permita Ringlog en su organización
first-run-consent-why = Microsoft pregunta una sola vez a un administrador, para todos, si Ringlog puede trabajar en Dynamics.
first-run-consent-granted = El consentimiento está concedido.
first-run-consent-administrator = Soy administrador
first-run-consent-administrator-words = La página de Microsoft se abre en su navegador y le pide que acepte.
first-run-consent-other = Lo es otra persona
first-run-consent-other-words = Envíele un mensaje ya preparado con el enlace y los motivos.
first-run-consent-given = Ya está concedido, continuar

first-run-link-title = Vincule su cuenta de Microsoft
first-run-link-why = Las llamadas se registran a su propio nombre, con sus propios permisos en Dynamics.
first-run-link-browser = El inicio de sesión de Microsoft se abre en su navegador.
first-run-link-password = Ringlog nunca ve su contraseña de Microsoft.
first-run-link-undo = Puede desvincularla en cualquier momento.

first-run-finished-title = Su cuenta está vinculada
first-run-finished-as = { $who }, { $account }
first-run-finished-tray = Ringlog vive ahora en la bandeja del sistema. Su luz muestra que todo va bien y una notificación le avisa cuando se registra una llamada. Puede cerrar esta ventana.
first-run-go-home = Ir a Inicio
