# Pourquoi un numéro dans Dynamics ne correspond jamais à un appel.
number-shared = Plusieurs fiches ont ce numéro : chaque appel demande à qui il appartient. Laissez-le à l’une d’elles, ou donnez-leur un compte commun.
number-several = Deux numéros se trouvent dans un même champ. Donnez à chacun son champ.
number-with-words = Des mots accompagnent le numéro. Déplacez-les dans un autre champ.
number-incomplete = L’indicatif de zone ou du pays manque ou est faux. Écrivez le numéro avec le plus et l’indicatif du pays.
number-impossible = Aucun numéro de ce pays n’est ainsi. Cherchez un chiffre en trop ou en moins.
number-too-short = Il est aussi court qu’un numéro de poste. Écrivez le numéro entier, et le poste après « ext. ».
number-words = Ce n’est pas un numéro mais du texte. Déplacez-le dans un autre champ.
number-no-digits = Il ne contient aucun chiffre. Videz le champ.
number-too-long = Il est plus long que tout numéro. Déplacez le reste dans un autre champ.
table-account = Compte
table-lead = Prospect
