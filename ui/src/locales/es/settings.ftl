settings-search = Buscar ajustes
settings-saved-as-you-go = Lo que cambia se guarda al momento.
settings-again = Reintentar
settings-problems = { $count ->
    [one] Se pasa por alto un ajuste hasta que se corrija:
   *[other] Se pasan por alto { $count } ajustes hasta que se corrijan:
}
settings-found = { $count ->
    [one] { $count } ajuste encontrado
   *[other] { $count } ajustes encontrados
}
settings-none-found = Ningún ajuste contiene estas palabras
settings-show-all = Mostrar todos los ajustes
settings-origin-default = Predeterminado
settings-origin-file = settings.toml
settings-origin-environment = Entorno
settings-origin-policy = Administrado por su organización
settings-locked-policy = Su organización administra este ajuste; solo un administrador puede cambiarlo.
settings-locked-environment = Una variable de entorno lo fija; vale hasta que se quite allí.
settings-one-per-line = Uno por línea
settings-saved = Guardado
settings-not-saved = No guardado.
settings-reset = Volver al predeterminado
settings-reset-of = Volver al predeterminado: { $title }
settings-default-is = Predeterminado: { $default }
settings-password = Contraseña de la extensión
settings-password-meaning = Se guarda en el llavero de este equipo cuando la centralita la acepta, nunca en settings.toml.
settings-password-new = Contraseña nueva
settings-password-missing = Escriba la contraseña de su extensión.
settings-password-log-in = Iniciar sesión
settings-password-taken = La centralita la aceptó
