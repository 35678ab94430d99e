# What does not work without each privilege.
privilege-create-activity = Impossible de créer des appels téléphoniques dans Dynamics : demandez à votre administrateur d’ajouter le privilège { $privilege } à votre rôle de sécurité.
privilege-write-activity = Impossible de marquer les appels comme terminés : demandez à votre administrateur d’ajouter le privilège { $privilege } à votre rôle de sécurité.
privilege-append-activity = Impossible de rattacher les appels aux contacts : demandez à votre administrateur d’ajouter le privilège { $privilege } à votre rôle de sécurité.
privilege-read-activity = Ringlog ne peut pas voir si un appel est déjà enregistré : demandez à votre administrateur d’ajouter le privilège { $privilege } à votre rôle de sécurité.
privilege-append-to-contact = Les contacts n’acceptent pas d’appels de ce compte : demandez à votre administrateur d’ajouter le privilège { $privilege } à votre rôle de sécurité.
privilege-create-contact = Impossible de créer un contact pour un numéro inconnu : demandez à votre administrateur d’ajouter le privilège { $privilege } à votre rôle de sécurité.
privilege-read-contact = Ringlog ne peut pas chercher à qui est un numéro : demandez à votre administrateur d’ajouter le privilège { $privilege } à votre rôle de sécurité.
privilege-assign-activity = Impossible d’enregistrer des appels au nom d’une autre personne : demandez à votre administrateur d’ajouter le privilège { $privilege } à votre rôle de sécurité.
privileges-unchecked = Ces privilèges n’ont pas pu être vérifiés, le premier appel le montrera : { $names }.
