# What does not work without each privilege.
privilege-create-activity = No se pueden crear llamadas de teléfono en Dynamics: pida a su administrador que añada el privilegio { $privilege } a su rol de seguridad.
privilege-write-activity = Las llamadas no se pueden marcar como completadas: pida a su administrador que añada el privilegio { $privilege } a su rol de seguridad.
privilege-append-activity = Las llamadas no se pueden asociar a contactos: pida a su administrador que añada el privilegio { $privilege } a su rol de seguridad.
privilege-read-activity = Ringlog no puede ver si una llamada ya está registrada: pida a su administrador que añada el privilegio { $privilege } a su rol de seguridad.
privilege-append-to-contact = Los contactos no aceptan llamadas de esta cuenta: pida a su administrador que añada el privilegio { $privilege } a su rol de seguridad.
privilege-create-contact = No se puede crear un contacto para un número desconocido: pida a su administrador que añada el privilegio { $privilege } a su rol de seguridad.
privilege-read-contact = Ringlog no puede buscar de quién es un número: pida a su administrador que añada el privilegio { $privilege } a su rol de seguridad.
privilege-assign-activity = No se pueden registrar llamadas a nombre de otra persona: pida a su administrador que añada el privilegio { $privilege } a su rol de seguridad.
privileges-unchecked = No se pudieron comprobar estos privilegios, la primera llamada lo mostrará: { $names }.
