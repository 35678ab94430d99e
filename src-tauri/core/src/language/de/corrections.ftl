# Was jemand zu einem Anruf sagt, und was daraus wird.
reason-unknown-number-near = Niemand in Dynamics hat diese Nummer. Vielleicht ist es { $names }: Wählen Sie jemanden, lassen Sie einen Kontakt anlegen, oder protokollieren Sie ohne Kontakt; nach der Frist wird der Anruf ohne Kontakt protokolliert.
reason-private = Ausgelassen: Sie behalten diesen Anruf für sich.
reason-undone = Ausgelassen: Sie haben ihn wieder aus Dynamics entfernt.
reason-nobody-chosen = Ohne Kontakt protokolliert, wie Sie es gewählt haben.
reason-already-logged-by = Schon von { $by } protokolliert, als „{ $subject }“.
correction-subject-changed = Jemand hat den Betreff in Dynamics in „{ $theirs }“ geändert, deshalb bleibt er so. Ändern Sie ihn noch einmal, um das zu ersetzen.
correction-regarding-changed = Jemand hat diesen Anruf in Dynamics { $name } zugeordnet, deshalb bleibt er dort. Wählen Sie noch einmal, um das zu ersetzen.
correction-regarding-removed = Jemand hat diesen Anruf in Dynamics von seinem Kontakt gelöst, deshalb bleibt es so. Wählen Sie noch einmal, um das zu ersetzen.
correction-changed-since = Jemand hat diesen Eintrag in Dynamics geändert, seit Ringlog ihn geschrieben hat, deshalb entfernt Ringlog ihn nicht: Öffnen Sie ihn in Dynamics und löschen Sie ihn dort.
correction-has-attachments = An diesem Eintrag hängen in Dynamics Notizen oder Dateien, deshalb entfernt Ringlog ihn nicht und schreibt ihn nicht neu: Öffnen Sie ihn in Dynamics und ändern Sie ihn dort.
correction-no-room = Die Beschreibung in Dynamics ist voll, die Notiz passt nicht mehr hinein: Öffnen Sie den Eintrag in Dynamics und kürzen Sie sie.
correction-sides-fixed = Dynamics lässt Ringlog nicht ändern, mit wem gesprochen wurde, und jemand hat diesen Eintrag geändert: Öffnen Sie ihn in Dynamics und ändern Sie ihn dort.
correction-not-ours = Ein anderes Programm hat diesen Eintrag geschrieben, deshalb lässt Ringlog ihn, wie er ist: Öffnen Sie ihn in Dynamics und ändern Sie ihn dort.
correction-refused = Dynamics hat die Änderung abgelehnt: { $detail }
correction-gone = Jemand hat diesen Eintrag in Dynamics gelöscht, deshalb ist nichts zu ändern.
correction-regarding = Er wird { $name } zugeordnet.
correction-nobody = Er wird von seinem Kontakt gelöst.
correction-note = Notiz: { $text }
correction-subject = Er heißt „{ $text }“.
correction-undo = Er wird aus Dynamics entfernt.
correction-private = Er wird aus Dynamics entfernt, weil er privat ist.

line-chosen = Sie haben gesagt, wessen Anruf es war.
line-correction-asked = Sie haben um eine Änderung gebeten.
line-corrected = In Dynamics geändert.
line-not-corrected = In Dynamics nicht geändert.
line-log-asked = Sie wollten ihn trotzdem protokolliert haben.

near-same-number = Dieselbe Nummer, an einer Stelle, die nicht durchsucht wird
near-same-digits = Dieselben letzten Ziffern
near-same-name = Derselbe Name
record-contact = Kontakt
record-account = Firma
record-lead = Lead
