# Frühere Anrufe.
days-reversed = Der letzte Tag liegt vor dem ersten.
days-in-future = Der erste Tag kommt erst noch.
days-too-many = Das sind mehr als { $limit } Tage: Nehmen Sie weniger auf einmal.
known-logged = Ringlog hat diesen Anruf; er ist eingetragen.
known-waiting = Ringlog hat diesen Anruf; er wartet.
known-needs-you = Ringlog hat diesen Anruf; er braucht Sie.
known-left-out = Ringlog hat diesen Anruf; er ist ausgelassen.
known-failed = Ringlog hat diesen Anruf; er ist fehlgeschlagen.
planned-unreadable = Ein Eintrag, der nicht lesbar ist
reason-backfill-cancelled = Ausgelassen: Sie haben das Eintragen früherer Anrufe beendet, bevor er an der Reihe war.
light-looking-back = Frühere Anrufe werden angesehen
backfill-read-later = Was Sie genehmigt haben, ist vorgemerkt: Der Rest wird von selbst gelesen und eingetragen, sobald das wieder geht.
look-back-cancelled = Sie haben das Ansehen früherer Anrufe beendet.
