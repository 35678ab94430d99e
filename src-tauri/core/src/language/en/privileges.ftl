# What does not work without each privilege.
privilege-create-activity = Phone calls cannot be created in Dynamics: ask your administrator to add the privilege { $privilege } to your security role.
privilege-write-activity = Phone calls cannot be marked as completed: ask your administrator to add the privilege { $privilege } to your security role.
privilege-append-activity = Phone calls cannot be attached to contacts: ask your administrator to add the privilege { $privilege } to your security role.
privilege-read-activity = Ringlog cannot see whether a call is logged already: ask your administrator to add the privilege { $privilege } to your security role.
privilege-append-to-contact = Contacts do not accept phone calls from this account: ask your administrator to add the privilege { $privilege } to your security role.
privilege-create-contact = No contact can be created for an unknown number: ask your administrator to add the privilege { $privilege } to your security role.
privilege-read-contact = Ringlog cannot look up whose number it is: ask your administrator to add the privilege { $privilege } to your security role.
privilege-assign-activity = Phone calls cannot be written under another person's name: ask your administrator to add the privilege { $privilege } to your security role.
privileges-unchecked = These privileges could not be checked, the first call will show: { $names }.
