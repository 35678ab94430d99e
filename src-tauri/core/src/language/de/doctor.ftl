# Mehr von der Fehlersuche.
check-profile = Profil
check-region = Land der Nummern
check-clock = Uhr
check-pause = Pause
check-history = Anrufliste
check-numbers = Nummern in Dynamics
check-rules = Regeln
check-coexistence = Andere Programme
finding-profile-fine = Es lässt sich beschreiben.
finding-profile-not-writable = Sein Ordner lässt sich nicht beschreiben: { $detail }.
cure-profile = Schaffen Sie Platz auf dem Datenträger und sorgen Sie dafür, dass der Ordner Ihnen gehört; oder starten Sie Ringlog mit einem anderen (--profile).
finding-disk-nearly-full = Auf seinem Datenträger sind nur noch { $megabytes } MB frei.
cure-disk = Schaffen Sie Platz auf dem Datenträger: Ohne ihn kann kein Anruf aufgezeichnet werden, und nichts wird gesendet.
cure-policy = Bitten Sie Ihren Administrator, die verwaltete Richtlinie zu berichtigen.
cure-policy-unreadable = Bitten Sie Ihren Administrator, die verwaltete Richtlinie zu berichtigen; bis dahin wird nichts eingetragen, und kein Anruf geht verloren.
cure-certificate = Lassen Sie das Stammzertifikat Ihrer Firma in den Zertifikatspeicher dieses Computers aufnehmen, oder tragen Sie die Adresse mit dem Namen ein, für den das Zertifikat gilt.
finding-region-fine = Nummern ohne Landesvorwahl werden als solche aus { $region } gelesen.
finding-region-differs = Nummern ohne Landesvorwahl werden als solche aus { $region } gelesen, aber die Telefonanlage steht dort, wo die Landesvorwahl +{ $country-code } ist.
cure-region = Stellen Sie als Land der Nummern (numbers.region) das der Telefonanlage ein.
finding-clock-fine = Sie stimmt mit der von Dynamics überein.
finding-clock-not-told = Nicht geprüft: Kein Server hat die Zeit genannt.
finding-clock-behind = Die Uhr dieses Computers geht { $minutes } Minuten nach.
finding-clock-ahead = Die Uhr dieses Computers geht { $minutes } Minuten vor.
cure-clock = Lassen Sie das System die Uhr über das Netz stellen; bis dahin lehnt Microsoft die Anmeldung womöglich ab, und gewartet wird nach falschen Zeiten.
finding-not-paused = Ringlog ist nicht angehalten.
finding-paused = Ringlog ist bis { $until } angehalten: Nichts wird gefragt und nichts gesendet.
cure-paused = Setzen Sie es im Menü des Infobereichs fort, oder lassen Sie es jetzt nachsehen.
finding-history-fine = Sie ist bis zum Ende gelesen.
finding-history-not-read = Nicht geprüft: Sie wurde noch nie bis zum Ende gelesen.
finding-history-gap = Anrufe zwischen { $from } und { $until } standen womöglich nicht mehr in der Anrufliste der Telefonanlage, als Ringlog sie lesen konnte.
cure-history-gap = Suchen Sie diese Anrufe in der Telefonanlage und tragen Sie sie von Hand ein; bitten Sie deren Administrator, die Anrufliste länger aufzubewahren, als dieser Computer aus ist.
finding-history-silent = Die Telefonanlage hat seit { $since } keinen Anruf der Nebenstelle { $extension } gezeigt.
cure-history-silent = Wenn es Anrufe gab, tragen Sie die Nebenstelle ein, mit der Sie telefonieren, oder fragen Sie den Administrator der Telefonanlage, ob die Anrufliste aufbewahrt wird.
finding-numbers-fine =
    { $count ->
        [one] Die eine geprüfte Nummer kann passen.
       *[other] Die { $count } geprüften Nummern können passen.
    }
finding-numbers-unknown = Nicht geprüft: Die Kontakte konnten nicht gelesen werden.
finding-numbers-faulty = Von { $total } geprüften Nummern passen { $count } nie zu einem Anruf oder führen jedes Mal zu einer Frage.
cure-numbers = Lassen Sie sie unter „Zustand der Nummern“ alle mit den Gründen auflisten, und berichtigen Sie sie in Dynamics.
finding-rules-fine = Keine Regel lässt alles aus.
finding-rules-everything = Die Regel „{ $label }“ ({ $key }) hat alle { $count } Anrufe der letzten Tage ausgelassen.
cure-rules = Ändern Sie die Regel in den Einstellungen, wenn solche Anrufe eingetragen werden sollen.
finding-nobody-else = Niemand sonst trägt diese Anrufe ein.
finding-somebody-else =
    { $count ->
        [one] Ein Anruf der letzten Tage war schon von einem anderen Programm eingetragen; Ringlog hat auf dessen Eintrag verwiesen.
       *[other] { $count } Anrufe der letzten Tage waren schon von einem anderen Programm eingetragen; Ringlog hat auf dessen Einträge verwiesen.
    }
cure-somebody-else = Bitten Sie Ihren Administrator, die Dynamics-Anbindung der Telefonanlage für Ihre Nebenstelle abzuschalten: Zwei Programme, die dieselben Anrufe eintragen, sind sich irgendwann nicht einig.
finding-one-failure = Alle aus einem Grund: { $reason }
finding-calls-waiting =
    { $count ->
        [one] Ein Anruf wartet seit { $since }: { $reason }
       *[other] { $count } Anrufe warten, der erste seit { $since }: { $reason }
    }
cure-calls-waiting = Sehen Sie in der Anrufliste nach, worauf sie warten; keiner geht verloren.
cure-settings-file = Berichtigen Sie die Datei dort, oder stellen Sie sie aus einer Sicherung wieder her; bis dahin wird nichts eingetragen, und kein Anruf geht verloren.
cure-correct-there = Berichtigen Sie das dort, wo es steht.
check-corrections = Ihre Änderungen
cure-managed = Die Richtlinie Ihres Administrators legt „{ $label }“ ({ $key }) fest, und hier kann das niemand ändern: Fragen Sie Ihren Administrator.
cure-environment = Die Umgebungsvariable { $name } legt „{ $label }“ ({ $key }) fest: Ändern Sie es dort, wo sie gesetzt wird.
cure-overruled = Das legt die verwaltete Richtlinie fest, und was dort steht, zählt nicht.
cure-pbx-password-managed = Melden Sie sich mit dem richtigen Kennwort an der Telefonanlage an; vorher wird es nicht noch einmal versucht, damit die Nebenstelle nicht gesperrt wird. Die Richtlinie Ihres Administrators legt Nebenstelle oder Mandant fest: Wenn etwas davon nicht stimmt, fragen Sie Ihren Administrator.
cure-certificate-managed = Lassen Sie das Stammzertifikat Ihrer Firma in den Zertifikatspeicher dieses Computers aufnehmen. Die Richtlinie Ihres Administrators legt die Adresse fest: Wenn das Zertifikat für einen anderen Namen gilt, fragen Sie Ihren Administrator.
finding-search-refused = Dynamics lehnt die Suche nach Nummern in beliebiger Schreibweise ab; eine Nummer, die dort ungewöhnlich geschrieben ist, wird deshalb nicht gefunden.
cure-search-refused = Ringlog versucht die Suche nach einer Woche wieder. Bitten Sie Ihren Dynamics-Administrator, die Nummern einheitlich schreiben zu lassen, mit + und Landesvorwahl, und zeigen Sie ihm, was „Zustand der Nummern“ auflistet.
cure-rules-entry = Wenn solche Anrufe eingetragen werden sollen, suchen Sie den Eintrag von „{ $label }“ ({ $key }), unter den sie fallen, und nehmen Sie in den Einstellungen nur diesen aus der Liste.
cure-rules-hours = Erweitern Sie in den Einstellungen die Zeiten von „{ $label }“ ({ $key }), wenn solche Anrufe eingetragen werden sollen.
finding-corrections-fine = Dynamics hat jede Änderung, um die Sie gebeten haben.
finding-corrections-waiting =
    { $count ->
        [one] Eine Änderung, um die Sie gebeten haben, ist noch nicht in Dynamics: die von Anruf { $call }, verlangt am { $since }. Sie wird { $when } wieder versucht.
       *[other] { $count } Änderungen, um die Sie gebeten haben, sind noch nicht in Dynamics, die erste die von Anruf { $call }, verlangt am { $since }. Sie werden wieder versucht, die erste { $when }.
    }
tried-again-at = am { $at }
tried-next-pass = mit dem nächsten Durchlauf
finding-correction-not-taken = Beim letzten Versuch war Dynamics nicht erreichbar oder nahm sie nicht an.
finding-correction-untried = Sie wurde noch nicht versucht.
finding-corrections-refused =
    { $count ->
        [one] Eine Änderung, um die Sie gebeten haben, wurde nicht gemacht, die von Anruf { $call }: { $reason }
       *[other] { $count } Änderungen, um die Sie gebeten haben, wurden nicht gemacht, die letzte die von Anruf { $call }: { $reason }
    }
finding-private-not-removed = Dynamics hat es abgelehnt, ihn zu entfernen; er steht dort noch, obwohl er privat ist.
cure-corrections-waiting = Beheben Sie zuerst, was die anderen Prüfungen gefunden haben; dann geschieht es von selbst. Was verlangt wurde, steht beim Anruf.
cure-corrections-refused = Öffnen Sie den Anruf in der Anrufliste: Sein Verlauf sagt, warum es nicht geschah und was zu tun ist.
