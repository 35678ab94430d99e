menu-last-logged = Last call logged: { $who }, { $time }
menu-waiting =
    { $count ->
        [one] One call waits
       *[other] { $count } calls wait
    }
menu-needs-you =
    { $count ->
        [one] One call needs you
       *[other] { $count } calls need you
    }
menu-open = Open Ringlog
menu-sync-now = Sync now
menu-pause-hour = Pause for an hour
menu-pause-until-tomorrow = Pause until tomorrow
menu-resume = Resume
menu-link = Link account
menu-sign-in = Sign in again
menu-quit = Quit
