# Warum eine Nummer in Dynamics nie zu einem Anruf passt.
number-shared = Mehrere Datensätze haben diese Nummer: Bei jedem Anruf wird gefragt, wem sie gehört. Lassen Sie sie bei einem davon oder geben Sie ihnen eine gemeinsame Firma.
number-several = In einem Feld stehen zwei Nummern. Geben Sie jeder ein eigenes Feld.
number-with-words = Neben der Nummer stehen Wörter. Verschieben Sie sie in ein anderes Feld.
number-incomplete = Die Vorwahl oder die Landesvorwahl fehlt oder stimmt nicht. Schreiben Sie die Nummer mit Plus und Landesvorwahl.
number-impossible = So sieht keine Nummer des Landes aus. Suchen Sie nach einer Ziffer zu viel oder zu wenig.
number-too-short = Sie ist so kurz wie eine Nebenstelle. Schreiben Sie die ganze Nummer, die Nebenstelle hinter „ext.“.
number-words = Das ist keine Nummer, sondern Text. Verschieben Sie ihn in ein anderes Feld.
number-no-digits = Es steht keine Ziffer darin. Leeren Sie das Feld.
number-too-long = Sie ist länger als jede Nummer. Verschieben Sie den Rest in ein anderes Feld.
table-account = Firma
table-lead = Lead
