# What happened to a call.
history-attempted = Attempt { $attempt } to send it to Dynamics.
history-logged-on-new-contact = Logged on { $name }, a contact Ringlog created for this number.
history-logged-on = Logged on { $name }.
history-logged-without-contact = Logged without a contact.
history-was-there-already = It was there already, from an earlier attempt or another computer.
