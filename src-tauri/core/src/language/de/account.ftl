# The linked account, and what an administrator is asked.
email-difference = Die E-Mail-Adresse der Nebenstelle in der Telefonanlage ist { $extension }, die des verknüpften Dynamics-Benutzers ist { $own }. Anrufe werden für den verknüpften Benutzer eingetragen; gehören sie jemand anderem, tragen Sie die Adresse ein, für die Anrufe eingetragen werden (dynamics.attribution_email).
admin-message =
    Guten Tag,

    ich möchte Ringlog benutzen. Es trägt meine beendeten Telefonate in Dynamics 365 ein, in meinem Namen und von meinem Computer aus; nichts geht über einen fremden Server. Microsoft verlangt, dass ein Administrator das einmal für unsere Organisation erlaubt.

    Bitte öffnen Sie diesen Link als Cloudanwendungsadministrator, Anwendungsadministrator oder globaler Administrator und stimmen Sie zu:
    { $link }

    Er fragt nach diesen Berechtigungen der angemeldeten Person und nach keinen anderen:
    - { $scope }: um Kontakte zu lesen und Telefonanrufe in Dynamics 365 zu schreiben, im Rahmen der eigenen Dynamics-Rolle der Person.
    - openid, profile, email: um zu zeigen, wer verknüpft ist.
    - offline_access: um weiterzuarbeiten, ohne dass sich die Person jede Stunde anmelden muss.

    Nach der Zustimmung geht der Browser zu http://localhost, wo auf Ihrem Computer nichts antwortet: Die Seite kann leer bleiben, die Zustimmung ist trotzdem erteilt.
    Die Anwendungs-ID ist { $application }.
