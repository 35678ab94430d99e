# Lo que una persona dice de una llamada, y en qué queda.
reason-unknown-number-near = Nadie en Dynamics tiene este número. Quizá sea { $names }: elija, haga crear un contacto o regístrela sin contacto; pasado el plazo se registra sin contacto.
reason-private = Omitida: se guarda esta llamada para usted.
reason-undone = Omitida: usted la retiró de Dynamics.
reason-nobody-chosen = Registrada sin contacto, como usted eligió.
reason-already-logged-by = Ya la registró { $by } como «{ $subject }».
correction-subject-changed = Alguien cambió el asunto en Dynamics a «{ $theirs }», así que se queda así. Cámbielo otra vez para sustituirlo.
correction-regarding-changed = Alguien asignó esta llamada a { $name } en Dynamics, así que se queda ahí. Elija otra vez para sustituirlo.
correction-regarding-removed = Alguien quitó esta llamada de su contacto en Dynamics, así que se queda así. Elija otra vez para sustituirlo.
correction-changed-since = Alguien cambió este registro en Dynamics desde que Ringlog lo escribió, así que Ringlog no lo retira: ábralo en Dynamics y elimínelo allí.
correction-has-attachments = Este registro tiene notas o archivos en Dynamics, así que Ringlog no lo retira ni lo escribe de nuevo: ábralo en Dynamics y cámbielo allí.
correction-no-room = La descripción en Dynamics está llena y la nota no cabe: abra el registro en Dynamics y acórtela.
correction-sides-fixed = Dynamics no deja que Ringlog cambie con quién se habló, y alguien cambió este registro: ábralo en Dynamics y cámbielo allí.
correction-not-ours = Otro programa escribió este registro, así que Ringlog lo deja como está: ábralo en Dynamics y cámbielo allí.
correction-refused = Dynamics rechazó el cambio: { $detail }
correction-gone = Alguien eliminó este registro en Dynamics, así que no hay nada que cambiar.
correction-regarding = Se asigna a { $name }.
correction-nobody = Se quita de su contacto.
correction-note = Nota: { $text }
correction-subject = Se llama «{ $text }».
correction-undo = Se retira de Dynamics.
correction-private = Se retira de Dynamics, porque es privada.

line-chosen = Usted dijo de quién fue la llamada.
line-correction-asked = Usted pidió un cambio.
line-corrected = Cambiada en Dynamics.
line-not-corrected = No cambiada en Dynamics.
line-log-asked = Usted pidió que se registrara de todos modos.

near-same-number = El mismo número, en un lugar que no se busca
near-same-digits = Las mismas últimas cifras
near-same-name = El mismo nombre
record-contact = Contacto
record-account = Cuenta
record-lead = Cliente potencial
