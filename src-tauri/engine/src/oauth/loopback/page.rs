//! The page the browser shows after the answer: no script, no text of the server, nothing to load.

use http::{HeaderMap, header};

/// Nothing may be loaded, sent or framed.
pub(super) const CONTENT_SECURITY_POLICY: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The languages of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    German,
    French,
    Spanish,
}

/// What the page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Accepted,
    Refused,
    Stranger,
}

impl Language {
    /// The first of ours in the order the browser prefers (RFC 9110, section 12.5.4).
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let wished = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let mut best = (Self::English, 0.0);
        for part in wished.split(',') {
            let mut words = part.split(';').map(str::trim);
            let tag = words.next().unwrap_or_default();
            let weight = words
                .find_map(|word| word.strip_prefix("q="))
                .map_or(1.0, |text| text.parse::<f32>().unwrap_or(0.0));
            let Some(language) = Self::named(tag.split('-').next().unwrap_or_default()) else {
                continue;
            };
            if weight > best.1 {
                best = (language, weight);
            }
        }
        best.0
    }

    fn named(tag: &str) -> Option<Self> {
        Some(match tag.to_ascii_lowercase().as_str() {
            "en" => Self::English,
            "de" => Self::German,
            "fr" => Self::French,
            "es" => Self::Spanish,
            _ => return None,
        })
    }

    fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
        }
    }
}

/// The page.
pub(super) fn html(language: Language, outcome: Outcome) -> String {
    let (title, text) = words(language, outcome);
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Ringlog: {title}</title></head>\n<body><main><h1>{title}</h1><p>{text}</p></main></body>\n</html>\n",
        language.tag()
    )
}

fn words(language: Language, outcome: Outcome) -> (&'static str, &'static str) {
    use Language::{English, French, German, Spanish};
    use Outcome::{Accepted, Refused, Stranger};
    match (language, outcome) {
        (English, Accepted) => (
            "Microsoft's answer has arrived",
            "You can return to the application and close this page.",
        ),
        (English, Refused) => (
            "That did not work",
            "You can return to the application: it says why and what to do.",
        ),
        (English, Stranger) => (
            "Nothing to see here",
            "This address only waits for Microsoft's answer. You can return to the application.",
        ),
        (German, Accepted) => (
            "Die Antwort von Microsoft ist angekommen",
            "Sie können zur Anwendung zurückkehren und diese Seite schließen.",
        ),
        (German, Refused) => (
            "Das hat nicht geklappt",
            "Sie können zur Anwendung zurückkehren: Dort steht, warum und was zu tun ist.",
        ),
        (German, Stranger) => (
            "Hier gibt es nichts zu sehen",
            "Diese Adresse wartet nur auf die Antwort von Microsoft. Sie können zur Anwendung zurückkehren.",
        ),
        (French, Accepted) => (
            "La réponse de Microsoft est arrivée",
            "Vous pouvez revenir à l’application et fermer cette page.",
        ),
        (French, Refused) => (
            "Cela n’a pas fonctionné",
            "Vous pouvez revenir à l’application : elle indique pourquoi et que faire.",
        ),
        (French, Stranger) => (
            "Il n’y a rien à voir ici",
            "Cette adresse attend seulement la réponse de Microsoft. Vous pouvez revenir à l’application.",
        ),
        (Spanish, Accepted) => (
            "La respuesta de Microsoft ha llegado",
            "Puede volver a la aplicación y cerrar esta página.",
        ),
        (Spanish, Refused) => (
            "No ha funcionado",
            "Puede volver a la aplicación: allí se indica por qué y qué hacer.",
        ),
        (Spanish, Stranger) => (
            "Aquí no hay nada que ver",
            "Esta dirección solo espera la respuesta de Microsoft. Puede volver a la aplicación.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wished: &str, language: Language) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, wished.parse().unwrap());
        assert_eq!(Language::of(&headers), language, "{wished}");
    }

    #[test]
    fn the_page_speaks_the_language_the_browser_prefers() {
        check("de-CH,de;q=0.9,en;q=0.8", Language::German);
        check("en;q=0.5, fr;q=0.7", Language::French);
        check("pt-BR, es;q=0.1", Language::Spanish);
        check("pt, *;q=0.1", Language::English);
        check("de;q=0, ;;q=x,", Language::English);
        assert_eq!(Language::of(&HeaderMap::new()), Language::English);
    }
}
