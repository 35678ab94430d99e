# Earlier calls.
days-reversed = The last day lies before the first.
days-in-future = The first day is still to come.
days-too-many = These are more than { $limit } days: take fewer at a time.
known-logged = Ringlog has this call; it is logged.
known-waiting = Ringlog has this call; it waits.
known-needs-you = Ringlog has this call; it needs you.
known-left-out = Ringlog has this call; it is left out.
known-failed = Ringlog has this call; it failed.
planned-unreadable = A record that cannot be read
reason-backfill-cancelled = Left out: you ended the logging of earlier calls before its turn came.
light-looking-back = Looking at earlier calls
backfill-read-later = What you approved is kept: the rest is read and logged by itself as soon as that works again.
look-back-cancelled = You ended the look at earlier calls.
