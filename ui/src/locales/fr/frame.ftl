# Ce qui entoure chaque page.

frame-home = Accueil
frame-calls = Appels
frame-settings = Paramètres
frame-help = Aide
frame-pages = Pages
frame-skip = Aller au contenu
frame-asking = { $count ->
    [one] { $count } appel a besoin de vous
   *[other] { $count } appels ont besoin de vous
}
frame-demo-name = Démo
frame-demo = Démo : tout ce qui est extérieur est simulé sur cet ordinateur.
frame-front-desk = Ouvrir l’accueil téléphonique
frame-dismiss = Masquer
frame-cancel = Annuler
frame-close = Fermer
frame-clear-search = Effacer la recherche
frame-details = Détails
frame-show-password = Afficher le mot de passe
frame-hide-password = Masquer le mot de passe
frame-copy = Copier
frame-copied = Copié
frame-selected = Sélectionné : appuyez sur Ctrl+C pour copier
frame-not-started = Ringlog n’a pas répondu à cette fenêtre. Quittez-le depuis la zone de notification, puis relancez-le.
