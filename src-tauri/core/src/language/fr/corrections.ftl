# Ce qu'une personne dit d'un appel, et ce qu'il en advient.
reason-unknown-number-near = Personne dans Dynamics n'a ce numéro. C'est peut-être { $names } : choisissez, faites créer un contact ou consignez l'appel sans contact ; passé le délai, il est consigné sans contact.
reason-private = Écarté : vous gardez cet appel pour vous.
reason-undone = Écarté : vous l'avez retiré de Dynamics.
reason-nobody-chosen = Consigné sans contact, comme vous l'avez choisi.
reason-already-logged-by = Déjà consigné par { $by } sous « { $subject } ».
correction-subject-changed = Quelqu'un a changé l'objet dans Dynamics en « { $theirs } », il reste donc ainsi. Changez-le à nouveau pour le remplacer.
correction-regarding-changed = Quelqu'un a attribué cet appel à { $name } dans Dynamics, il y reste donc. Choisissez à nouveau pour le remplacer.
correction-regarding-removed = Quelqu'un a détaché cet appel de son contact dans Dynamics, il reste donc ainsi. Choisissez à nouveau pour le remplacer.
correction-changed-since = Quelqu'un a modifié cette fiche dans Dynamics depuis que Ringlog l'a écrite, Ringlog ne la retire donc pas : ouvrez-la dans Dynamics et supprimez-la là-bas.
correction-has-attachments = Des notes ou des fichiers sont joints à cette fiche dans Dynamics, Ringlog ne la retire donc pas et ne la réécrit pas : ouvrez-la dans Dynamics et modifiez-la là-bas.
correction-no-room = La description dans Dynamics est pleine, la note n'y entre plus : ouvrez la fiche dans Dynamics et raccourcissez-la.
correction-sides-fixed = Dynamics ne laisse pas Ringlog changer l'interlocuteur, et quelqu'un a modifié cette fiche : ouvrez-la dans Dynamics et modifiez-la là-bas.
correction-not-ours = Un autre programme a écrit cette fiche, Ringlog la laisse donc telle quelle : ouvrez-la dans Dynamics et modifiez-la là-bas.
correction-refused = Dynamics a refusé la modification : { $detail }
correction-gone = Quelqu'un a supprimé cette fiche dans Dynamics, il n'y a donc rien à modifier.
correction-regarding = Il est attribué à { $name }.
correction-nobody = Il est détaché de son contact.
correction-note = Note : { $text }
correction-subject = Il s'appelle « { $text } ».
correction-undo = Il est retiré de Dynamics.
correction-private = Il est retiré de Dynamics, car il est privé.

line-chosen = Vous avez dit de qui était l'appel.
line-correction-asked = Vous avez demandé une modification.
line-corrected = Modifié dans Dynamics.
line-not-corrected = Non modifié dans Dynamics.
line-log-asked = Vous avez demandé qu'il soit consigné malgré tout.

near-same-number = Même numéro, à un endroit qui n'est pas consulté
near-same-digits = Mêmes derniers chiffres
near-same-name = Même nom
record-contact = Contact
record-account = Compte
record-lead = Prospect
