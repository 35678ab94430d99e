# The troubleshooting list: what was checked, what was found, and what cures it.
check-settings = Settings
check-keychain = Keychain
check-ledger = Ledger
check-pbx = PBX
check-organization = Dynamics address
check-sign-in = Microsoft sign-in
check-who-am-i = Dynamics user
check-privileges = Privileges
check-attribution = Whose calls
check-calls = Calls
finding-not-set = Not set: { $names }.
cure-set = Set them.
cure-correct = Correct them.
finding-settings-fine = Everything needed is set.
finding-keychain-fine = A secret can be written, read and deleted.
cure-keychain = Unlock or start the keychain of this session; without it nobody can be linked.
finding-ledger-fine =
    { $count ->
        [one] It opens and holds one call.
       *[other] It opens and holds { $count } calls.
    }
finding-ledger-set-aside = A damaged one was set aside: { $files }.
cure-ledger-set-aside = Calls that waited in it and are older than a new ledger looks back (pbx.look_back_hours) were not logged; keep the file for support, or move it away.
finding-pbx-refused = The PBX refused the kept password; it is not tried again.
cure-pbx-password = Check the extension and the tenant in the settings, and log in to the PBX with the right password; it is not tried again before, so that the extension is not locked out.
finding-pbx-fine = It answers ({ $version }), takes the password and shows the history of extension { $extension }.
pbx-version-unnamed = a version it does not name
finding-organization-not-set = Not checked: the Dynamics address (dynamics.organization_url) is not set.
finding-organization-fine = { $organization } signs in at { $authority } with the tenant { $tenant }.
finding-after-not-linked = Not checked: no account is linked.
finding-after-linked-elsewhere = Not checked: another organization is linked.
finding-after-not-renewed = Not checked: the sign-in does not renew.
finding-after-owner-unclear = Not checked: it is not known whose calls these are.
cure-link-again = Link the account again.
finding-sign-in-fine = The sign-in of { $user } renews.
finding-who-am-i-fine = Dynamics knows the linked user.
finding-who-am-i-other = Dynamics answers with another user or organization than the one that was linked.
cure-attribution = Set the address calls are written for (dynamics.attribution_email) to the right one; to the linked user's own, if that is right.
finding-attribution-fine = Calls are written for { $name }.
finding-calls-fine = Logged { $logged }, waiting { $waiting }.
finding-records-unreadable = Of the PBX's records { $count } could not be read, or never ended.
cure-records-unreadable = Show them to support, they are among the failed calls; nothing else is to be done.
finding-calls-wait-for-person = Failed { $failed }, needs you { $needs-you }.
cure-calls-failed = See why in the list of calls, and let them try again once the cause is gone.
cure-calls-ask = After the time limit it is logged without a contact; until then, say in the list of calls whose call it was.
cure-privileges = Ask the Dynamics administrator to add them to your security role.
cure-privileges-unchecked = Nothing is to be done unless calls fail.
finding-privileges-fine = The role allows everything Ringlog writes.
cure-setting = Correct the setting.
cure-link = Link the account.
cure-keychain-session = Unlock or start the keychain of this session.
cure-unreachable = Check the network, the proxy and the address; Ringlog goes on by itself once it answers.
cure-needs-administrator = Show this to your administrator.
