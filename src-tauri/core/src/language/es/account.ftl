# The linked account, and what an administrator is asked.
email-difference = El correo de la extensión en la centralita es { $extension }, el del usuario de Dynamics vinculado es { $own }. Las llamadas se registran para el usuario vinculado; si son de otra persona, indique la dirección para la que se registran las llamadas (dynamics.attribution_email).
admin-message =
    Hola:

    Me gustaría usar Ringlog. Registra mis llamadas terminadas en Dynamics 365, en mi nombre y desde mi equipo; nada pasa por el servidor de nadie. Microsoft pide que un administrador lo permita una vez para nuestra organización.

    Por favor, abra este enlace como administrador de aplicaciones en la nube, administrador de aplicaciones o administrador global, y acepte:
    { $link }

    Pide estos permisos de la persona que inicia sesión, y ningún otro:
    - { $scope }: para leer contactos y escribir llamadas de teléfono en Dynamics 365, dentro del rol de Dynamics de la persona.
    - openid, profile, email: para mostrar quién está vinculado.
    - offline_access: para seguir sin pedir a la persona que inicie sesión cada hora.

    Después de aceptar, el navegador va a http://localhost, donde nada responde en su equipo: esa página puede quedar vacía, y el consentimiento queda dado igualmente.
    El identificador de la aplicación es { $application }.
