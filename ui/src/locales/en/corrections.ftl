# Whose call it was, and what a person changes about a call.

corrections-question = Whose call was it?
corrections-somebody-else = Somebody else…
corrections-somebody = Choose somebody…
corrections-new-contact = New contact
corrections-nobody = Log without a contact
corrections-nobody-any-more = Nobody in Dynamics
corrections-entity-contact = Contact
corrections-entity-account = Account
corrections-entity-lead = Lead

corrections-log = Log it anyway
corrections-whose = Say whose call it was…
corrections-wrong-person = Wrong person…
corrections-note = Add a note…
corrections-rename = Change subject…
corrections-undo = Undo…
corrections-private = Keep private…
corrections-private-at-once = Keep private
corrections-more = More

corrections-goes-there = The record in Dynamics goes to whom you choose.
corrections-remembers = Ringlog remembers your choice for { $number }.
corrections-search = Search contacts, accounts and leads
corrections-search-hint = Name or number
corrections-search-begin = Type a name or a number.
corrections-search-list = Found in Dynamics
corrections-search-found = { $count ->
    [one] { $count } found
   *[other] { $count } found
}
corrections-search-none = No contact, account or lead fits “{ $text }”.
corrections-asking = Asking Dynamics…

corrections-note-title = Add a note
corrections-note-label = Note
corrections-rename-title = Change subject
corrections-rename-label = Subject
corrections-left = { $count ->
    [one] { $count } character left
   *[other] { $count } characters left
}
corrections-over = { $count ->
    [one] { $count } character too many
   *[other] { $count } characters too many
}
corrections-save = Save
corrections-save-keys = Ctrl+Enter

corrections-removed = The record of the call with { $who } is removed from Dynamics.
corrections-removed-edited = If somebody has changed the record there, it stays, and Ringlog says so.
corrections-undo-title = Take this call out of Dynamics?
corrections-undo-stays = The call stays in Ringlog’s list, as left out. “Log it anyway” logs it again.
corrections-undo-press = Take it out
corrections-private-title = Keep this call private?
corrections-private-stays = It is never logged again unless you say so, and is known only on this computer.
corrections-private-press = Keep private

corrections-subject = Subject
corrections-notes = Notes
corrections-pending = Waiting for Dynamics
corrections-remembered = Calls of this number go to { $who }, chosen { $when }.
corrections-forget = Forget
corrections-forget-of = Forget { $number }: { $who }
corrections-forgotten = Forgotten. Where the number could be of several people, Ringlog asks again.
corrections-choices = Remembered choices
corrections-choices-why = Whose calls these numbers are, as you once chose.
corrections-choices-none = Nothing is remembered yet. When Ringlog asks whose call it was, it keeps your answer for the next calls of that number, and lists it here.
corrections-choices-search = Search remembered choices
corrections-choices-none-found = No remembered choice fits.
corrections-chosen = Chosen { $when }
