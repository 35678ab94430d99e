menu-last-logged = Zuletzt eingetragen: { $who }, { $time }
menu-waiting =
    { $count ->
        [one] Ein Anruf wartet
       *[other] { $count } Anrufe warten
    }
menu-needs-you =
    { $count ->
        [one] Ein Anruf braucht Sie
       *[other] { $count } Anrufe brauchen Sie
    }
menu-open = Ringlog öffnen
menu-sync-now = Jetzt abgleichen
menu-pause-hour = Eine Stunde pausieren
menu-pause-until-tomorrow = Bis morgen pausieren
menu-resume = Fortsetzen
menu-link = Konto verknüpfen
menu-sign-in = Neu anmelden
menu-quit = Beenden
