# Por qué un número de Dynamics nunca coincide con una llamada.
number-shared = Varios registros tienen este número: en cada llamada se pregunta de quién es. Déjelo en uno de ellos o asígneles una cuenta común.
number-several = En un mismo campo hay dos números. Dé a cada uno su propio campo.
number-with-words = Junto al número hay palabras. Muévalas a otro campo.
number-incomplete = El prefijo de zona o de país falta o no es correcto. Escriba el número con el signo más y el prefijo del país.
number-impossible = Ningún número de su país es así. Busque un dígito de más o de menos.
number-too-short = Es tan corto como una extensión. Escriba el número completo y la extensión después de «ext.».
number-words = No es un número, sino texto. Muévalo a otro campo.
number-no-digits = No contiene ningún dígito. Vacíe el campo.
number-too-long = Es más largo que cualquier número. Mueva el resto a otro campo.
table-account = Cuenta
table-lead = Cliente potencial
