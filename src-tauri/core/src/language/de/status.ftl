# The three parts of the light.
condition-pbx-not-set-up = Es ist keine Telefonanlage eingerichtet: Tragen Sie ihre Adresse (pbx.url) und Ihre Nebenstelle (pbx.extension) ein und melden Sie sich dann mit dem Kennwort der Telefonanlage an.
condition-sign-in-not-set-up = Es ist keine Dynamics-Organisation eingerichtet: Tragen Sie ihre Adresse (dynamics.organization_url) und die Anwendungs-ID (microsoft.client_id) ein und verknüpfen Sie dann.
condition-dynamics-not-set-up = Dynamics wird gefragt, sobald ein Konto verknüpft ist.
condition-pbx-not-checked = Die Telefonanlage wurde noch nicht gefragt.
condition-sign-in-not-checked = Microsoft wurde noch nicht gefragt.
condition-dynamics-not-checked = Dynamics wurde noch nicht gefragt.
condition-pbx-fine = Die Telefonanlage antwortet.
condition-sign-in-fine = Verknüpft.
condition-dynamics-fine = Dynamics nimmt die Anrufe an.
condition-pbx-refused = Die Telefonanlage hat das Kennwort der Nebenstelle abgelehnt: Melden Sie sich erneut an der Telefonanlage an. Ringlog versucht es kein zweites Mal, damit niemand gesperrt wird.
condition-pbx-forbidden = Die Telefonanlage lässt diese Nebenstelle ihre Anrufliste nicht lesen, bitten Sie den Administrator der Telefonanlage um API-Zugriff: { $detail }
condition-pbx-unreachable = Die Telefonanlage ist nicht erreichbar, Ringlog versucht es weiter: { $detail }
condition-sign-in-unreachable = Microsoft ist nicht erreichbar, Ringlog versucht es weiter: { $detail }
condition-dynamics-unreachable = Dynamics ist nicht erreichbar, Ringlog versucht es weiter: { $detail }
condition-pbx-gap = Zwischen { $from } und { $to } können Anrufe fehlen: Die Telefonanlage hatte sie nicht mehr, als dieser Computer zurückkam.
condition-records-unreadable =
    { $count ->
        [one] Ein Datensatz der Telefonanlage war nicht lesbar oder endete nie und wird aufbewahrt: Zeigen Sie ihn dem Support, er steht bei den fehlgeschlagenen Anrufen.
       *[other] { $count } Datensätze der Telefonanlage waren nicht lesbar oder endeten nie und werden aufbewahrt: Zeigen Sie sie dem Support, sie stehen bei den fehlgeschlagenen Anrufen.
    }
condition-no-password = Es ist kein Kennwort der Telefonanlage gespeichert: Melden Sie sich an der Telefonanlage an.
condition-unlinked = Nicht verknüpft: Verknüpfen Sie das Microsoft-Konto.
condition-pbx-throttled = Die Telefonanlage hat um eine Pause gebeten, Ringlog macht von selbst weiter.
condition-sign-in-throttled = Microsoft hat um eine Pause gebeten, Ringlog macht von selbst weiter.
condition-dynamics-throttled = Dynamics hat um eine Pause gebeten, Ringlog macht von selbst weiter.
condition-calls-failed =
    { $count ->
        [one] Dynamics hat einen Anruf abgelehnt: Warum, steht in der Anrufliste.
       *[other] Dynamics hat { $count } Anrufe abgelehnt: Warum, steht in der Anrufliste.
    }
condition-calls-need-you =
    { $count ->
        [one] Ein Anruf braucht Sie.
       *[other] { $count } Anrufe brauchen Sie.
    }
condition-linked-elsewhere = Das Konto ist mit { $linked } verknüpft, in den Einstellungen steht { $setting }: Verknüpfen Sie erneut, bis dahin warten die Anrufe.
condition-pbx-refuses = Die Telefonanlage lehnt ab: { $detail }
condition-sign-in-refuses = Microsoft lehnt ab: { $detail }
condition-dynamics-refuses = Dynamics lehnt ab: { $detail }
insecure = { $sentence } (unsicher: http auf diesem Computer)
