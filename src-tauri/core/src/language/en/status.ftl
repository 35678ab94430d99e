# The three parts of the light.
condition-pbx-not-set-up = No PBX is set up: set its address (pbx.url) and your extension (pbx.extension), then log in with the PBX password.
condition-sign-in-not-set-up = No Dynamics organization is set up: set its address (dynamics.organization_url) and the application id (microsoft.client_id), then link.
condition-dynamics-not-set-up = Dynamics is asked once an account is linked.
condition-pbx-not-checked = The PBX has not been asked yet.
condition-sign-in-not-checked = Microsoft has not been asked yet.
condition-dynamics-not-checked = Dynamics has not been asked yet.
condition-pbx-fine = The PBX answers.
condition-sign-in-fine = Linked.
condition-dynamics-fine = Dynamics takes the calls.
condition-pbx-refused = The PBX refused the extension's password: log in to the PBX again. Ringlog does not try it a second time, so that nobody is locked out.
condition-pbx-forbidden = The PBX does not let this extension read its call history, ask the PBX administrator for API access: { $detail }
condition-pbx-unreachable = The PBX cannot be reached, Ringlog keeps trying: { $detail }
condition-sign-in-unreachable = Microsoft cannot be reached, Ringlog keeps trying: { $detail }
condition-dynamics-unreachable = Dynamics cannot be reached, Ringlog keeps trying: { $detail }
condition-pbx-gap = Calls between { $from } and { $to } may be missing: the PBX no longer had them when this computer came back.
condition-records-unreadable =
    { $count ->
        [one] One record of the PBX could not be read, or never ended, and is kept: show it to support, it is among the failed calls.
       *[other] { $count } records of the PBX could not be read, or never ended, and are kept: show them to support, they are among the failed calls.
    }
condition-no-password = No PBX password is kept: log in to the PBX.
condition-unlinked = Unlinked: link the Microsoft account.
condition-pbx-throttled = The PBX asked for a pause, Ringlog goes on by itself.
condition-sign-in-throttled = Microsoft asked for a pause, Ringlog goes on by itself.
condition-dynamics-throttled = Dynamics asked for a pause, Ringlog goes on by itself.
condition-calls-failed =
    { $count ->
        [one] Dynamics refused one call: see why in the list of calls.
       *[other] Dynamics refused { $count } calls: see why in the list of calls.
    }
condition-calls-need-you =
    { $count ->
        [one] One call needs you.
       *[other] { $count } calls need you.
    }
condition-linked-elsewhere = The account is linked with { $linked }, the settings say { $setting }: link again, until then the calls wait.
condition-pbx-refuses = The PBX refuses: { $detail }
condition-sign-in-refuses = Microsoft refuses: { $detail }
condition-dynamics-refuses = Dynamics refuses: { $detail }
insecure = { $sentence } (insecure: http on this computer)
