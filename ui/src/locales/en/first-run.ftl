# The four short steps between installing and the first logged call.

first-run-promise = Your finished phone calls, logged in Dynamics 365.
first-run-steps = Steps
first-run-step-pbx = PBX
first-run-step-organization = Organization
first-run-step-consent = Consent
first-run-step-link = Link
first-run-step-done = (done)
first-run-back = Back
first-run-later = Do this later
first-run-continue = Continue
first-run-checking = Checking…
first-run-fixed = Set by your organization.

first-run-pbx-title = Connect your PBX
first-run-pbx-why = Ringlog reads the call history of your own extension there, with your own rights.
first-run-pbx-url = PBX address
first-run-pbx-url-hint = As in the browser, where you log in to your phone.
first-run-pbx-url-missing = Enter the address of your PBX.
first-run-extension = Extension
first-run-extension-missing = Enter your extension.
first-run-pbx-tenant = Tenant (optional)
first-run-pbx-tenant-hint = Only if your PBX serves several companies.
first-run-pbx-password = Password of the extension
first-run-pbx-password-hint = Kept in this computer’s keychain, and nowhere else.
first-run-pbx-password-kept = A password is kept already; leave this empty to use it.
first-run-pbx-password-missing = Enter the password of your extension.

first-run-organization-title = Find your Dynamics 365
first-run-organization-why = This is where your calls will be logged. Ringlog finds the right Microsoft sign-in by this address.
first-run-organization-url = Dynamics address
first-run-organization-url-hint = Open Dynamics in the browser and copy its whole address; Ringlog takes what it needs.
first-run-organization-url-missing = Enter the address of your Dynamics 365.
first-run-client-id = Application (client) id
first-run-client-id-hint = Your administrator knows it from the app registration in Microsoft Entra.
first-run-client-id-missing = Enter the application id.

first-run-consent-title = Allow Ringlog in your organization
first-run-consent-why = Microsoft asks an administrator once, for everybody, whether Ringlog may work in Dynamics.
first-run-consent-granted = Consent has been granted.
first-run-consent-administrator = I am an administrator
first-run-consent-administrator-words = Microsoft’s page opens in your browser and asks you to accept.
first-run-consent-other = Somebody else is
first-run-consent-other-words = Send them a ready message with the link and the reasons.
first-run-consent-given = Already granted, continue

first-run-link-title = Link your Microsoft account
first-run-link-why = Calls are logged under your own name, with your own rights in Dynamics.
first-run-link-browser = Microsoft’s sign-in opens in your browser.
first-run-link-password = Ringlog never sees your Microsoft password.
first-run-link-undo = You can unlink at any time.

first-run-finished-title = You are linked
first-run-finished-as = { $who }, { $account }
first-run-finished-tray = Ringlog now lives in the tray. Its light shows that all is well, and a notification tells you when a call is logged. You can close this window.
first-run-go-home = Go to Home
