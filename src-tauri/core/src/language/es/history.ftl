# What happened to a call.
history-attempted = Intento { $attempt } de enviarla a Dynamics.
history-logged-on-new-contact = Registrada en { $name }, un contacto que Ringlog creó para este número.
history-logged-on = Registrada en { $name }.
history-logged-without-contact = Registrada sin contacto.
history-was-there-already = Ya estaba allí, de un intento anterior o de otro equipo.
