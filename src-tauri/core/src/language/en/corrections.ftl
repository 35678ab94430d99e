# What a person says of a call, and what becomes of it.
reason-unknown-number-near = Nobody in Dynamics has this number. Perhaps it is { $names }: choose one, have a contact made, or log it without one; after the time limit it is logged without one.
reason-private = Left out: you keep this call to yourself.
reason-undone = Left out: you took it out of Dynamics again.
reason-nobody-chosen = Logged without a contact, as you chose.
reason-already-logged-by = Already logged by { $by } as "{ $subject }".
correction-subject-changed = Somebody changed the subject in Dynamics to "{ $theirs }", so it stays. Change it again to replace that.
correction-regarding-changed = Somebody gave this call to { $name } in Dynamics, so it stays there. Choose again to replace that.
correction-regarding-removed = Somebody took this call off its contact in Dynamics, so it stays so. Choose again to replace that.
correction-changed-since = Somebody changed this record in Dynamics since Ringlog wrote it, so Ringlog does not remove it: open it in Dynamics and delete it there.
correction-has-attachments = Notes or files hang on this record in Dynamics, so Ringlog does not remove it or write it anew: open it in Dynamics and change it there.
correction-no-room = The description in Dynamics is full, so the note does not fit: open the record in Dynamics and shorten it.
correction-sides-fixed = Dynamics does not let Ringlog change who was called, and somebody has changed this record: open it in Dynamics and change it there.
correction-not-ours = Another program wrote this record, so Ringlog leaves it as it is: open it in Dynamics and change it there.
correction-refused = Dynamics refused the change: { $detail }
correction-gone = Somebody deleted this record in Dynamics, so there is nothing to change.
correction-regarding = It is given to { $name }.
correction-nobody = It is taken off its contact.
correction-note = Note: { $text }
correction-subject = It is called "{ $text }".
correction-undo = It is taken out of Dynamics.
correction-private = It is taken out of Dynamics, because it is private.

line-chosen = You said whose call it was.
line-correction-asked = You asked for a change.
line-corrected = Changed in Dynamics.
line-not-corrected = Not changed in Dynamics.
line-log-asked = You asked for it to be logged all the same.

near-same-number = Same number, in a place that is not searched
near-same-digits = Same last digits
near-same-name = Same name
record-contact = Contact
record-account = Account
record-lead = Lead
