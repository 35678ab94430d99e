# The linked account, and what an administrator is asked.
email-difference = The extension's e-mail on the PBX is { $extension }, the linked Dynamics user's is { $own }. Calls are written for the linked user; if they belong to somebody else, set the address calls are written for (dynamics.attribution_email).
admin-message =
    Hello,

    I would like to use Ringlog. It writes my finished phone calls into Dynamics 365, as me, from my computer; nothing passes through anybody else's server. Microsoft asks an administrator to allow it once for our organization.

    Please open this link as a Cloud Application Administrator, Application Administrator or Global Administrator, and accept:
    { $link }

    It asks for these permissions of the signed-in person, and for no others:
    - { $scope }: to read contacts and write phone calls in Dynamics 365, within the person's own Dynamics role.
    - openid, profile, email: to show who is linked.
    - offline_access: to go on without asking the person to sign in every hour.

    After you accept, the browser goes to http://localhost, where nothing answers on your computer: that page may stay empty, and the consent is given all the same.
    The application's id is { $application }.
