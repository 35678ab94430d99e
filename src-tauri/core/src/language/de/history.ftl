# What happened to a call.
history-attempted = Versuch { $attempt }, ihn an Dynamics zu senden.
history-logged-on-new-contact = Eingetragen bei { $name }, einem Kontakt, den Ringlog für diese Nummer angelegt hat.
history-logged-on = Eingetragen bei { $name }.
history-logged-without-contact = Ohne Kontakt eingetragen.
history-was-there-already = Er war schon da, von einem früheren Versuch oder einem anderen Computer.
