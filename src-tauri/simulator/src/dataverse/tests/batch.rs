//! How a client writes a `$batch` and reads its answer.

use super::*;

pub(super) struct Part {
    pub(super) content_id: Option<&'static str>,
    pub(super) line: String,
    pub(super) if_match: Option<String>,
    pub(super) body: Option<Json>,
}

pub(super) fn get(target: &str) -> Part {
    Part {
        content_id: None,
        line: format!("GET {target} HTTP/1.1"),
        if_match: None,
        body: None,
    }
}

pub(super) fn write(content_id: &'static str, line: &str, body: Json) -> Part {
    Part {
        content_id: Some(content_id),
        line: format!("{line} HTTP/1.1"),
        if_match: None,
        body: Some(body),
    }
}

pub(super) fn delete(content_id: &'static str, target: &str) -> Part {
    Part {
        content_id: Some(content_id),
        line: format!("DELETE {target} HTTP/1.1"),
        if_match: None,
        body: None,
    }
}

pub(super) fn part_text(part: &Part) -> String {
    let mut text =
        String::from("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
    if let Some(id) = part.content_id {
        text += &format!("Content-ID: {id}\r\n");
    }
    text += &format!("\r\n{}\r\n", part.line);
    if let Some(tag) = &part.if_match {
        text += &format!("If-Match: {tag}\r\n");
    }
    if let Some(body) = &part.body {
        text += &format!("Content-Type: application/json; type=entry\r\n\r\n{body}\r\n");
    } else {
        text += "Accept: application/json\r\n\r\n";
    }
    text
}

pub(super) fn changeset(parts: &[Part]) -> String {
    let mut text = String::from("Content-Type: multipart/mixed; boundary=\"changeset_1\"\r\n\r\n");
    for part in parts {
        text += &format!("--changeset_1\r\n{}", part_text(part));
    }
    text + "--changeset_1--\r\n"
}

pub(super) fn batch(sections: &[String]) -> String {
    let mut text = String::new();
    for section in sections {
        text += &format!("--batch_1\r\n{section}");
    }
    text + "--batch_1--\r\n"
}

pub(super) struct Batched {
    pub(super) status: u16,
    pub(super) kind: String,
    pub(super) text: String,
}

pub(super) fn send_with(world: &World, body: String, prefer: Option<&str>) -> Batched {
    let mut request = world
        .request("POST", "$batch")
        .header("Content-Type", "multipart/mixed; boundary=\"batch_1\"");
    if let Some(prefer) = prefer {
        request = request.header("Prefer", prefer);
    }
    let response = world.send(request, body);
    Batched {
        status: response.status().as_u16(),
        kind: response.headers()["Content-Type"]
            .to_str()
            .unwrap()
            .to_owned(),
        text: String::from_utf8(response.body().to_vec()).unwrap(),
    }
}

pub(super) fn send(world: &World, body: String) -> Batched {
    send_with(world, body, None)
}

pub(super) fn get_in_batch(world: &World, target: &str) -> String {
    send(world, batch(&[part_text(&get(target))])).text
}

impl Part {
    /// Carried out only if the record still has this version.
    pub(super) fn if_match(self, tag: &str) -> Self {
        Self {
            if_match: Some(tag.to_owned()),
            ..self
        }
    }
}

impl Batched {
    /// The statuses of the parts, in order.
    pub(super) fn statuses(&self) -> Vec<&str> {
        self.text
            .lines()
            .filter_map(|line| line.strip_prefix("HTTP/1.1 "))
            .filter_map(|line| line.get(..3))
            .collect()
    }

    #[track_caller]
    pub(super) fn is_refused_whole(&self, message_part: &str) {
        assert_eq!(self.status, 400, "{}", self.text);
        assert!(self.kind.starts_with("application/json"), "{}", self.kind);
        assert!(self.text.contains(message_part), "{}", self.text);
    }
}
