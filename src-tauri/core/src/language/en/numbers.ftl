# Why a number in Dynamics can never match a call.
number-shared = Several records have this number: each call asks whose it is. Leave it with one of them, or give them a common account.
number-several = Two numbers stand in one field. Give each a field of its own.
number-with-words = Words stand beside the number. Move them to another field.
number-incomplete = The area code or the country code is missing or wrong. Write it with plus and country code.
number-impossible = No number of its country is like this. Look for a digit too many or too few.
number-too-short = It is as short as an extension. Write the whole number, the extension after “ext.”.
number-words = It is no number but words. Move them to another field.
number-no-digits = There is no digit in it. Empty the field.
number-too-long = It is longer than any number. Move the rest to another field.
table-account = Account
table-lead = Lead
