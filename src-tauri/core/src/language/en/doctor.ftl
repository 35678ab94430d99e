# More of the troubleshooting list.
check-profile = Profile
check-region = Country of the numbers
check-clock = Clock
check-pause = Pause
check-history = Call history
check-numbers = Numbers in Dynamics
check-rules = Rules
check-coexistence = Other programs
finding-profile-fine = It can be written.
finding-profile-not-writable = Its folder cannot be written: { $detail }.
cure-profile = Free space on the disk, and make sure that the folder belongs to you; or start Ringlog with another one (--profile).
finding-disk-nearly-full = Only { $megabytes } MB are left on its disk.
cure-disk = Free space on the disk: without it no call can be recorded, and nothing is sent.
cure-policy = Ask your administrator to correct the managed policy.
cure-policy-unreadable = Ask your administrator to correct the managed policy; nothing is logged until then, and no call is lost.
cure-certificate = Have your company’s root certificate added to the trust store of this computer, or enter the address with the name the certificate is for.
finding-region-fine = Numbers without a country code are read as those of { $region }.
finding-region-differs = Numbers without a country code are read as those of { $region }, but the PBX stands where the country code is +{ $country-code }.
cure-region = Set the country of the numbers (numbers.region) to that of the PBX.
finding-clock-fine = It agrees with that of Dynamics.
finding-clock-not-told = Not checked: no server told the time.
finding-clock-behind = The clock of this computer is { $minutes } minutes slow.
finding-clock-ahead = The clock of this computer is { $minutes } minutes fast.
cure-clock = Let the system set the clock over the network; until then Microsoft may refuse the sign-in, and waiting goes by wrong times.
finding-not-paused = Ringlog is not paused.
finding-paused = Ringlog is paused until { $until }: nothing is asked and nothing sent.
cure-paused = Resume it in the tray menu, or have it look now.
finding-history-fine = It was read to the end.
finding-history-not-read = Not checked: it was never read to the end.
finding-history-gap = Calls between { $from } and { $until } may have left the history of the PBX before Ringlog could read them.
cure-history-gap = Look these calls up in the PBX and log them by hand; ask its administrator to keep the history for longer than this computer is off.
finding-history-silent = The PBX has shown no call of extension { $extension } since { $since }.
cure-history-silent = If there were calls, enter the extension you phone with, or ask the PBX administrator whether its history is kept.
finding-numbers-fine =
    { $count ->
        [one] The one number looked at can match.
       *[other] The { $count } numbers looked at can match.
    }
finding-numbers-unknown = Not checked: the contacts could not be read.
finding-numbers-faulty = Of { $total } numbers looked at { $count } can never match a call, or ask each time.
cure-numbers = Let “Number health” list them all with the reasons, and correct them in Dynamics.
finding-rules-fine = No rule leaves out everything.
finding-rules-everything = The rule “{ $label }” ({ $key }) left out all { $count } calls of the last days.
cure-rules = Change the rule in the settings if such calls are to be logged.
finding-nobody-else = Nobody else logs these calls.
finding-somebody-else =
    { $count ->
        [one] One call of the last days was logged by another program first; Ringlog linked to its record.
       *[other] { $count } calls of the last days were logged by another program first; Ringlog linked to its records.
    }
cure-somebody-else = Ask your administrator to switch off the Dynamics integration of the PBX for your extension: two programs that log the same calls disagree in time.
finding-one-failure = All of them for one reason: { $reason }
finding-calls-waiting =
    { $count ->
        [one] One call waits, since { $since }: { $reason }
       *[other] { $count } calls wait, the first since { $since }: { $reason }
    }
cure-calls-waiting = See what they wait for in the list of calls; none is lost.
cure-settings-file = Correct the file there, or restore it from a backup; nothing is logged until then, and no call is lost.
cure-correct-there = Correct it where it stands.
check-corrections = Changes you asked for
cure-managed = Your administrator’s policy sets “{ $label }” ({ $key }), and nobody can change it here: ask your administrator.
cure-environment = The environment variable { $name } sets “{ $label }” ({ $key }): change it where that is set.
cure-overruled = The managed policy sets this, so what stands there counts for nothing.
cure-pbx-password-managed = Log in to the PBX with the right password; it is not tried again before, so that the extension is not locked out. Your administrator’s policy sets the extension or the tenant: if one of them is wrong, ask your administrator.
cure-certificate-managed = Have your company’s root certificate added to the trust store of this computer. Your administrator’s policy sets the address: if its name is another than that of the certificate, ask your administrator.
finding-search-refused = Dynamics refuses the search for numbers in any spelling, so a number that is written there in an unusual way is not found.
cure-search-refused = Ringlog tries the search again after a week. Ask your Dynamics administrator to have the numbers written in one way, with + and the country code, and show them what “Number health” lists.
cure-rules-entry = If such calls are to be logged, find the entry of “{ $label }” ({ $key }) they fall under, and take that entry alone out of the list in the settings.
cure-rules-hours = Widen the hours in “{ $label }” ({ $key }) in the settings, if such calls are to be logged.
finding-corrections-fine = Dynamics has every change you asked for.
finding-corrections-waiting =
    { $count ->
        [one] One change you asked for is not in Dynamics yet: that of call { $call }, asked on { $since }. It is tried again { $when }.
       *[other] { $count } changes you asked for are not in Dynamics yet, the first that of call { $call }, asked on { $since }. They are tried again, the first { $when }.
    }
tried-again-at = on { $at }
tried-next-pass = with the next pass
finding-correction-not-taken = Dynamics could not be reached or did not take it when it was last tried.
finding-correction-untried = It was not tried yet.
finding-corrections-refused =
    { $count ->
        [one] One change you asked for was not made, that of call { $call }: { $reason }
       *[other] { $count } changes you asked for were not made, the last that of call { $call }: { $reason }
    }
finding-private-not-removed = Dynamics refused to remove it, so it still stands there although it is private.
cure-corrections-waiting = Cure first what the other checks found; it is then done by itself. The call says what was asked.
cure-corrections-refused = Open the call in the list of calls: its history says why it was not done, and what to do.
