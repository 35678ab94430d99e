light-fine = Alles in Ordnung
light-not-checked = Die Verbindung wird geprüft
light-stopped = Ringlog kann nicht arbeiten
light-setting-up = Noch nicht eingerichtet
light-not-linked-yet = Noch nicht verknüpft
light-unlinked = Nicht verknüpft
light-no-pbx = Keine Telefonanlage eingerichtet
light-no-organization = Dynamics ist nicht eingerichtet
light-paused = Pause bis { $time }
light-paused-until-tomorrow = Pause bis morgen, { $time }
light-catching-up =
    { $total ->
        [one] Ein Anruf wird nachgetragen: { $done } von { $total }
       *[other] Anrufe werden nachgetragen: { $done } von { $total }
    }
light-syncing = Anrufe werden gesucht
light-pbx-refused = Die Telefonanlage lehnt das Kennwort ab
light-pbx-forbidden = Die Telefonanlage zeigt ihre Anrufe nicht
light-pbx-unreachable = Die Telefonanlage antwortet nicht
light-microsoft-unreachable = Microsoft antwortet nicht
light-dynamics-unreachable = Dynamics antwortet nicht
light-misconfigured = Eine Einstellung stimmt nicht
light-no-password = Das Kennwort der Telefonanlage fehlt
light-gap = Einige Anrufe fehlen vielleicht
light-unreadable =
    { $count ->
        [one] Ein Datensatz der Telefonanlage ist nicht lesbar
       *[other] { $count } Datensätze der Telefonanlage sind nicht lesbar
    }
light-sign-in = Bitte neu anmelden
light-consent = Die Zustimmung des Administrators fehlt
light-keychain = Der Schlüsselbund öffnet sich nicht
light-privileges = Eine Berechtigung in Dynamics fehlt
light-owner-unclear = Unklar, wessen Anrufe das sind
light-throttled = Dynamics bittet um eine kurze Pause
light-refused = Dynamics lehnt das Konto ab
light-elsewhere = Mit einer anderen Organisation verknüpft
light-failed =
    { $count ->
        [one] Ein Anruf konnte nicht eingetragen werden
       *[other] { $count } Anrufe konnten nicht eingetragen werden
    }
light-needs-you =
    { $count ->
        [one] Ein Anruf braucht Sie
       *[other] { $count } Anrufe brauchen Sie
    }

part-pbx = Telefonanlage
part-sign-in = Microsoft-Anmeldung
part-dynamics = Dynamics 365

call-withheld = Unterdrückte Nummer

line-recorded = Die Telefonanlage hat den Anruf gezeigt.
line-finished = Der Anruf war zu Ende.
line-changed = Die Telefonanlage hat ihren Datensatz zum Anruf geändert.
line-retry-asked = Sie haben um einen weiteren Versuch gebeten.
line-linked-again = Das Konto wurde erneut verknüpft.
line-attempted = Er wird an Dynamics gesendet.
line-logged = Er steht in Dynamics.
line-waiting = Er wartet.
line-needs-you = Er braucht Sie.
line-left-out = Er ist ausgelassen.
line-failed = Er ist fehlgeschlagen.
line-other = Etwas, wofür diese Version von Ringlog keine Worte hat.

state-logged = eingetragen
state-waiting = wartend
state-needs-you = noch nicht beantwortet
state-left-out = ausgelassen
state-failed = fehlgeschlagen

group-pbx = Telefonanlage
group-dynamics = Dynamics und Microsoft
group-numbers = Rufnummern
group-rules = Was eingetragen wird
group-notifications = Benachrichtigungen
group-app = Ringlog
option-vodia = Vodia PBX
option-create = Einen Kontakt anlegen
option-ask = Mich fragen
option-unlinked = Ohne Kontakt eintragen
option-contact = Kontakte
option-account = Firmen
option-lead = Leads
option-each = Jeden Anruf
option-digest = Zusammengefasst, höchstens stündlich
option-off = Nur wenn ich gebraucht werde
default-on = ein
default-off = aus
default-empty = leer
