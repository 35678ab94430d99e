support-numbers-title = Number health
support-numbers-why = Ringlog reads every number in Dynamics and says which can never match a call, and why. Nothing is changed there.
support-numbers-start = Check the numbers
support-numbers-again = Check again
support-numbers-reading = { $count ->
    [0] Reading the records in Dynamics.
    [one] Reading: one record so far.
   *[other] Reading: { $count } records so far.
}
support-numbers-read = { $count ->
    [0] All { $numbers } numbers of { $records } records can match.
    [one] Of { $numbers } numbers of { $records } records one can never match a call, or asks each time.
   *[other] Of { $numbers } numbers of { $records } records { $count } can never match a call, or ask each time.
}
support-numbers-incomplete = There are too many numbers to compare all of them: some that are shared may be missing.
support-numbers-list = The first { $count } of { $total }
support-numbers-suggestion = means { $number }
support-numbers-open = Open { $who } in Dynamics
support-save-csv = Save all as CSV
support-saved = Saved in { $path }.
support-open-folder = Open folder
support-text-title = For support
support-text-why = A text of what explains how Ringlog works here: settings, light, the last calls, the end of the log. Numbers, names and addresses are replaced by stand-ins. Read it before you save it.
support-text-show = Show the text
support-text-again = Make it anew
support-text-preview = The text for support
support-text-save = Save this text
