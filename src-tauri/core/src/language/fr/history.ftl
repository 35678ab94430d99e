# What happened to a call.
history-attempted = Tentative { $attempt } d’envoi à Dynamics.
history-logged-on-new-contact = Enregistré sur { $name }, un contact que Ringlog a créé pour ce numéro.
history-logged-on = Enregistré sur { $name }.
history-logged-without-contact = Enregistré sans contact.
history-was-there-already = Il y était déjà, par une tentative précédente ou un autre ordinateur.
