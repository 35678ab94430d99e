# What every page has around it.

frame-home = Home
frame-calls = Calls
frame-settings = Settings
frame-help = Help
frame-pages = Pages
frame-skip = Skip to the content
frame-asking = { $count ->
    [one] { $count } call needs you
   *[other] { $count } calls need you
}
frame-demo-name = Demo
frame-demo = Demo: everything outside is simulated on this computer.
frame-front-desk = Open the front desk
frame-dismiss = Dismiss
frame-cancel = Cancel
frame-close = Close
frame-clear-search = Clear the search
frame-details = Details
frame-show-password = Show password
frame-hide-password = Hide password
frame-copy = Copy
frame-copied = Copied
frame-selected = Selected: press Ctrl+C to copy
frame-not-started = Ringlog did not answer this window. Quit it from the tray and start it again.
