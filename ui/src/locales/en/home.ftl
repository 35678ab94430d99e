# How it stands, and what can be done about it.

home-last-logged = Last call logged: { $who }, { $when }
home-parts = The parts of the connection
home-part-ok = : works
home-part-working = : at work
home-part-attention = : needs attention
home-part-error = : does not work
home-part-off = : off
home-checked-at = Last answer
home-sync-now = Sync now
home-pause-hour = Pause for an hour
home-paused = Paused until { $until }. Nothing is lost: calls are caught up afterwards.
home-resume = Resume

home-account = Microsoft account
home-linked-as = Linked as
home-linked-since = Linked since
home-organization = Dynamics organization
home-insecure = Insecure: http on this computer.
home-unlinked = No account is linked, so no call is logged.
home-link = Link account
home-link-again = Link again
home-get-token = Get OAuth token
home-grant-consent = Grant admin consent
home-grant-consent-more = Once, by an administrator
home-unlink = Unlink

home-unlink-title = Unlink this account?
home-unlink-stops = Ringlog stops logging your calls in Dynamics.
home-unlink-waits = Calls that wait go on waiting until an account is linked again.
home-unlink-deletes = Every token is deleted from this computer.
home-unlink-stays = What was logged stays in Dynamics.
home-unlinked-title = Unlinked
home-unlinked-done = Every token is deleted from this computer, and no call is logged any more.
home-unlinked-remembered = Microsoft may still list Ringlog among the apps you allowed; you can remove it there. Where an administrator consented for everybody, it is in the Entra admin center under Enterprise applications, Permissions.
home-microsoft-apps = Open my apps at Microsoft

home-browser = Go on in your browser
home-browser-consent = An administrator signs in at Microsoft’s page and accepts. This window goes on by itself.
home-browser-link = Sign in with your work account at Microsoft’s page. This window goes on by itself.
home-browser-none = No browser opened?
home-browser-address-why = Copy this address and open it in a browser on this computer.
home-browser-address = Address of Microsoft’s page
home-ask-administrator = Ask my administrator
home-administrator-why = Copy this message and send it to your administrator. Ringlog notices when consent has been given.
home-administrator-message = Message for your administrator

home-pbx-log-in = Log in to the PBX
home-pbx-password = Log in to the PBX
home-pbx-password-why = The password is checked at the PBX and then kept in this computer’s keychain.
home-pbx-password-label = PBX password
home-open-settings = Open settings
home-open-needs-you = Show these calls
home-open-failed = Show failed calls
home-open-waiting = Show waiting calls

home-catching-up = Catching up
home-catching-up-count = { NUMBER($done) } of { $total ->
    [one] { NUMBER($total) } call is through
   *[other] { NUMBER($total) } calls are through
}
home-catching-up-cancel = If you cancel, the rest waits and Ringlog pauses for an hour.

home-set-up = Finish setting up
home-set-up-continue = Continue
home-set-up-left = { $left ->
    [one] One short step is left before your calls are logged.
   *[other] { $left } short steps are left before your calls are logged.
}

home-needs-you = Needs you
home-today = Today
home-all-calls = All calls
home-today-empty = No calls yet today. A call appears here shortly after it ends.
home-today-more = { $count ->
    [one] and { $count } more today
   *[other] and { $count } more today
}
home-waiting = { $count ->
    [one] { $count } call waits to be logged
   *[other] { $count } calls wait to be logged
}
