settings-search = Search settings
settings-saved-as-you-go = What you change is saved at once.
settings-again = Try again
settings-problems = { $count ->
    [one] One setting is passed over, until it is put right:
   *[other] { $count } settings are passed over, until they are put right:
}
settings-found = { $count ->
    [one] { $count } setting found
   *[other] { $count } settings found
}
settings-none-found = No setting has these words
settings-show-all = Show all settings
settings-origin-default = Default
settings-origin-file = settings.toml
settings-origin-environment = Environment
settings-origin-policy = Managed by your organization
settings-locked-policy = Your organization manages this setting; only an administrator can change it.
settings-locked-environment = An environment variable sets this; it holds until it is removed there.
settings-one-per-line = One per line
settings-saved = Saved
settings-not-saved = Not saved.
settings-reset = Back to default
settings-reset-of = Back to default: { $title }
settings-default-is = Default: { $default }
settings-password = Password of the extension
settings-password-meaning = Kept in this computer’s keychain once the PBX has taken it, never in settings.toml.
settings-password-new = New password
settings-password-missing = Type the password of your extension.
settings-password-log-in = Log in
settings-password-taken = The PBX took it
