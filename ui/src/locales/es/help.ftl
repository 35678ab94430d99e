help-examine-title = ¿Está todo en orden?
help-examine = Comprobar todo
help-examine-again = Comprobar de nuevo
help-examine-why = Ringlog pregunta al llavero, a la centralita, a Microsoft y a Dynamics, y dice de cada uno qué encontró y qué lo remedia.
help-examining = Comprobando, tarda unos segundos.
help-examined-fine = Todo está como debe.
help-examined = { $count ->
    [one] Una comprobación encontró algo que mirar.
   *[other] { $count } comprobaciones encontraron algo que mirar.
}
help-verdict-ok = En orden
help-verdict-attention = Conviene mirarlo
help-verdict-failed = No funciona
help-verdict-skipped = Sin comprobar

help-symptoms = ¿Qué ve usted?
help-checks = Qué comprueba Ringlog
help-todo = Qué hacer

help-absent = Una llamada no aparece en Dynamics
help-absent-checks =
    Si la centralita responde y muestra el historial de su extensión.
    Si una regla omitió la llamada y si Dynamics la aceptó.
    Si Ringlog está en pausa y si hubo llamadas que salieron del historial antes de poder leerlas.
help-absent-todo =
    Espere un minuto después de colgar: Ringlog consulta la centralita unas dos veces por minuto.
    Busque la llamada en «Llamadas»: su historial dice qué le ocurrió y por qué.
    «Omitida» nombra la regla. «Registrarla de todos modos» registra esta única llamada, donde la llamada lo ofrece; para todas, cambie la regla en los ajustes.
    «Fallida» dice qué rechazó Dynamics. Corríjalo y pulse «Reintentar» en la llamada.

help-person = Una llamada está en la persona equivocada
help-person-checks =
    Si el número pertenece a una sola persona en Dynamics, cifra por cifra, se escriba allí como se escriba.
help-person-todo =
    Abra la llamada, pulse «Persona equivocada…» y elija a la correcta: el registro de Dynamics se corrige y Ringlog lo recuerda para el número. Los ajustes muestran lo que se recuerda y pueden olvidarlo.
    Si varias personas comparten un número, Ringlog le pregunta en la llamada; basta un clic para responder.
    Si una llamada no debe estar en Dynamics: en «Más», «Deshacer…» la retira y «Mantener privada…» la deja fuera.
    Si el número no es de esa persona, pulse «Abrir contacto» y quítelo del campo de teléfono.
    Indique en los ajustes los números de su empresa, para que la centralita nunca se tome por quien llama.

help-contact = Falta un contacto o sobra uno
help-contact-checks =
    Si su rol de Dynamics permite leer y crear contactos.
    En qué campos y tablas se busca un número.
help-contact-todo =
    Compruebe el país en los ajustes: dice qué número es «910 123 456».
    Elija qué pasa con un número desconocido: crear un contacto, preguntarle o registrar sin contacto.
    Active en Dynamics un contacto desactivado para que se encuentre.
    Un número oculto no es de nadie; la llamada se registra sin contacto.
    Deje que «Estado de los números» enumere los números de Dynamics con los que ninguna llamada puede coincidir.

help-sign-in = Microsoft me pide iniciar sesión otra vez
help-sign-in-checks =
    Si la sesión se renueva por sí sola.
    Si el llavero de este equipo la guarda.
help-sign-in-todo =
    Vincule la cuenta de nuevo. No se pierde ninguna llamada: todas esperan y salen después.
    Una vez, tras una contraseña o una regla de seguridad nuevas, es normal.
    Cada día: su organización limita cuánto dura una sesión. Pregunte a su administrador.
    Tras cada reinicio: el llavero está bloqueado o no puede guardarla. «Comprobar todo» dice cuál de las dos.

help-consent = No pasa nada después de vincular
help-consent-checks =
    Si su organización ha permitido Ringlog.
    Si Dynamics le conoce como usuario.
help-consent-todo =
    Termine la página de Microsoft en el navegador; Ringlog la espera cinco minutos.
    Un administrador tiene que permitir Ringlog una vez para todos. Si lo es usted, concédalo aquí; si no, envíele el mensaje ya escrito.
    Si Dynamics no le conoce, pida a su administrador un usuario de Dynamics con su dirección de correo.

help-colleagues = Aparecen llamadas de compañeros, o las mías llevan otro nombre
help-colleagues-checks =
    Si su dirección de correo lleva a un solo usuario en Dynamics, y a cuál.
help-colleagues-todo =
    Asegúrese de que la extensión de los ajustes es la suya: Ringlog solo lee su historial.
    Una llamada para una cola o un grupo de extensiones que atendió un compañero se omite, salvo que los ajustes digan otra cosa.
    Con una cuenta de servicio, indique el correo del usuario para quien se registran las llamadas.

help-twice = Una llamada está dos veces en Dynamics
help-twice-checks =
    Si otro programa ha registrado llamadas que Ringlog también encontró.
help-twice-todo =
    Si la misma llamada ya está, Ringlog se vincula a ese registro y no escribe otro; el motivo de la llamada lo dice.
    No nota un registro que llega después: pida a su administrador que desactive la integración de Dynamics de la centralita para su extensión.
    Borre el registro del otro programa, no el de Ringlog.

help-light = La luz está ámbar, roja o gris
help-light-checks =
    La centralita, la sesión de Microsoft y Dynamics, cada uno por una respuesta real. La luz muestra el peor de los tres.
help-light-todo =
    Ámbar: Ringlog está trabajando o algo le necesita.
    Roja: algo no funciona. Inicio dice qué, con un botón para remediarlo.
    Gris: Ringlog no está configurado, no está vinculado o está en pausa.
    Diga lo que diga la luz, las llamadas esperan y ninguna se pierde.

help-way-calls = Todas las llamadas
help-way-left-out = Llamadas omitidas
help-way-failed = Llamadas fallidas
help-way-needs-you = Llamadas que le necesitan
help-way-choices = Elecciones recordadas
help-way-rules = Reglas
help-way-own-numbers = Números propios
help-way-country = País
help-way-unknown-numbers = Números desconocidos
help-way-lookup = Dónde busca Ringlog
help-way-extension = Extensión
help-way-queue = Llamadas de grupo
help-way-attribution = Cuenta de servicio
help-way-home = Inicio

help-privacy-title = Privacidad
help-privacy = Sus llamadas quedan entre su centralita, este equipo y el Dynamics de su empresa; nada va a nadie más, y Ringlog nunca ve su contraseña de Microsoft.

help-about = Acerca de
help-version = Versión
help-system = Sistema
help-profile = Perfil
help-copy = Copiar para soporte
help-logs = Abrir los registros
help-licence = Ringlog es software libre: MIT OR Apache-2.0, a su elección.
help-licences = Hecho con { $count } paquetes de otros
help-package = Paquete
help-licence-column = Licencia
