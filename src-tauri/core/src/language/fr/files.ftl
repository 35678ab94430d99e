# Fichiers demandés par une personne.
file-exists = { $path } existe déjà et n’a pas été remplacé.
    .next = Choisissez un autre nom, ou ajoutez --force pour le remplacer.
file-not-saved = { $path } n’a pas pu être enregistré : { $detail }.
no-downloads = Le système n’indique pas de dossier de téléchargements ; rien n’a été enregistré.
diagnostics-without-key = Aucun registre n’est lisible : tous les substituts d’un même genre sont donc identiques.
nothing-to-save = Rien n’a été montré qui puisse être enregistré : créez-le d’abord.
