# Appels antérieurs.
days-reversed = Le dernier jour précède le premier.
days-in-future = Le premier jour est encore à venir.
days-too-many = Cela fait plus de { $limit } jours : prenez-en moins à la fois.
known-logged = Ringlog a cet appel ; il est enregistré.
known-waiting = Ringlog a cet appel ; il attend.
known-needs-you = Ringlog a cet appel ; il a besoin de vous.
known-left-out = Ringlog a cet appel ; il est écarté.
known-failed = Ringlog a cet appel ; il a échoué.
planned-unreadable = Un enregistrement illisible
reason-backfill-cancelled = Écarté : vous avez arrêté l’enregistrement des appels antérieurs avant son tour.
light-looking-back = Lecture des appels antérieurs
backfill-read-later = Ce que vous avez approuvé est retenu : le reste est lu et enregistré tout seul dès que cela marche de nouveau.
look-back-cancelled = Vous avez arrêté la lecture des appels antérieurs.
