//! How a secret of any size lies in entries of limited size.
//!
//! A small secret is one entry: a line about it, then the secret.
//! A larger one is cut into chunks that are written first, under the generation not in use; then one write of the
//! header switches over to them, then the old generation is swept.
//! A crash between any two writes therefore leaves the old secret or the new one, never a mix.

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::ports::KeychainError;

/// Windows takes 2,560 bytes (`reference/entra.md`, section 7.1); the header's own line needs some of them.
const CHUNK_BYTES_MAX: usize = 2_400;
/// 150 KB: a hundred times any refresh token seen.
const CHUNKS_MAX: usize = 64;
/// How many missing chunks in a row end a search for leftovers; chunks are removed from the last one down, so that a
/// search from the first one up always meets them.
const GAP_CHUNKS_MAX: usize = 4;
/// Another process may replace the secret between two reads.
const READ_ATTEMPTS_MAX: usize = 3;
const MARK: &str = "ringlog1";

/// Single entries of limited size, as a keychain has them.
pub(super) trait Entries {
    /// The bytes under `key`.
    fn read(&self, key: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainError>;
    /// Writes one entry, whole or not at all.
    fn write(&self, key: &str, bytes: &[u8]) -> Result<(), KeychainError>;
    /// Removes one entry; one that is not there is removed already.
    fn remove(&self, key: &str) -> Result<(), KeychainError>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Generation {
    A,
    B,
}

impl Generation {
    fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    fn letter(self) -> char {
        match self {
            Self::A => 'a',
            Self::B => 'b',
        }
    }
}

/// The first line of the entry under the secret's own key.
struct Header {
    chunks: Option<(Generation, usize)>,
    bytes: usize,
    digest: String,
}

impl Header {
    fn of(secret: &str, chunks: Option<(Generation, usize)>) -> Self {
        Self {
            chunks,
            bytes: secret.len(),
            digest: digest(secret.as_bytes()),
        }
    }

    fn line(&self) -> String {
        let place = self.chunks.map_or_else(
            || "here".to_owned(),
            |(generation, count)| format!("{}{count}", generation.letter()),
        );
        format!("{MARK} {place} {} {}\n", self.bytes, self.digest)
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (mark, place) = (words.next()?, words.next()?);
        let (bytes, digest) = (words.next()?.parse().ok()?, words.next()?.to_owned());
        if mark != MARK || words.next().is_some() {
            return None;
        }
        let count = |text: &str| text.parse().ok().filter(|count| *count <= CHUNKS_MAX);
        let chunks = match (place, place.split_at_checked(1)?) {
            ("here", _) => None,
            (_, ("a", rest)) => Some((Generation::A, count(rest)?)),
            (_, ("b", rest)) => Some((Generation::B, count(rest)?)),
            _ => return None,
        };
        Some(Self {
            chunks,
            bytes,
            digest,
        })
    }
}

/// The secret under `key`.
pub(super) fn get(entries: &dyn Entries, key: &str) -> Result<Option<SecretString>, KeychainError> {
    let mut outcome = Ok(None);
    for _ in 0..READ_ATTEMPTS_MAX {
        outcome = get_once(entries, key);
        if !matches!(outcome, Err(KeychainError::Damaged(_))) {
            break;
        }
    }
    outcome
}

fn get_once(entries: &dyn Entries, key: &str) -> Result<Option<SecretString>, KeychainError> {
    let Some(entry) = entries.read(key)? else {
        return Ok(None);
    };
    let (header, body) = parted(&entry).ok_or_else(|| damaged(key, "it is not Ringlog's"))?;
    let capacity = header.bytes.min(CHUNK_BYTES_MAX * CHUNKS_MAX);
    let mut secret = Zeroizing::new(Vec::with_capacity(capacity));
    match header.chunks {
        None => secret.extend_from_slice(body),
        Some((generation, count)) => {
            for index in 0..count {
                let chunk = entries
                    .read(&chunk_key(key, generation, index))?
                    .ok_or_else(|| damaged(key, "a part is missing"))?;
                secret.extend_from_slice(&chunk);
            }
        }
    }
    if secret.len() != header.bytes || digest(&secret) != header.digest {
        return Err(damaged(key, "its parts do not belong together"));
    }
    std::str::from_utf8(&secret)
        .map(|secret| Some(secret.into()))
        .map_err(|_| damaged(key, "it is no text"))
}

/// Stores `secret` under `key`; when this fails, the old one is still there.
pub(super) fn set(
    entries: &dyn Entries,
    key: &str,
    secret: &SecretString,
) -> Result<(), KeychainError> {
    let text = secret.expose_secret();
    let old = match entries.read(key)? {
        Some(entry) => parted(&entry).and_then(|(header, _)| header.chunks),
        None => None,
    };
    let fresh = old.map_or(Generation::A, |(generation, _)| generation.other());
    if text.len() <= CHUNK_BYTES_MAX {
        let line = Header::of(text, None).line();
        let entry = Zeroizing::new([line.as_bytes(), text.as_bytes()].concat());
        entries.write(key, &entry)?;
        sweep(entries, key, fresh, 0);
    } else {
        let chunks = cut(text);
        if chunks.len() > CHUNKS_MAX {
            return Err(KeychainError::TooLarge {
                bytes: text.len(),
                detail: format!("at most {} are kept", CHUNK_BYTES_MAX * CHUNKS_MAX),
            });
        }
        for (index, chunk) in chunks.iter().enumerate() {
            entries.write(&chunk_key(key, fresh, index), chunk.as_bytes())?;
        }
        let header = Header::of(text, Some((fresh, chunks.len())));
        entries.write(key, header.line().as_bytes())?;
        sweep(entries, key, fresh, chunks.len());
    }
    sweep(entries, key, fresh.other(), 0);
    Ok(())
}

/// Removes every trace of the secret under `key`.
pub(super) fn delete(entries: &dyn Entries, key: &str) -> Result<(), KeychainError> {
    entries.remove(key)?;
    for generation in [Generation::A, Generation::B] {
        for index in (0..CHUNKS_MAX).rev() {
            entries.remove(&chunk_key(key, generation, index))?;
        }
    }
    Ok(())
}

/// Proves that a secret can be written, read and removed.
pub(super) fn probe(entries: &dyn Entries, key: &str) -> Result<(), KeychainError> {
    const DUMMY: &[u8] = b"ringlog probe";
    entries.write(key, DUMMY)?;
    let read = entries.read(key)?;
    entries.remove(key)?;
    if read.is_some_and(|read| *read == DUMMY) {
        Ok(())
    } else {
        Err(KeychainError::Failed(
            "it did not give back what was written".to_owned(),
        ))
    }
}

/// The secret is stored by now: leftovers that cannot be removed are removed next time.
fn sweep(entries: &dyn Entries, key: &str, generation: Generation, from: usize) {
    let (mut last, mut missing) = (None, 0);
    for index in from..CHUNKS_MAX {
        match entries.read(&chunk_key(key, generation, index)) {
            Ok(Some(_)) => (last, missing) = (Some(index), 0),
            Ok(None) | Err(_) => missing += 1,
        }
        if missing >= GAP_CHUNKS_MAX {
            break;
        }
    }
    let Some(last) = last else {
        return;
    };
    for index in (from..=last).rev() {
        if let Err(error) = entries.remove(&chunk_key(key, generation, index)) {
            tracing::warn!(%error, "an outdated part of a secret stays in the keychain until the next write");
            return;
        }
    }
}

/// KWallet keeps text only (`reference/entra.md`, section 7.2), so no character is cut in two.
fn cut(text: &str) -> Vec<&str> {
    let mut chunks = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (chunk, after) = rest
            .split_at_checked(rest.floor_char_boundary(CHUNK_BYTES_MAX))
            .unwrap_or((rest, ""));
        chunks.push(chunk);
        rest = after;
    }
    chunks
}

fn parted(entry: &[u8]) -> Option<(Header, &[u8])> {
    let end = entry.iter().position(|byte| *byte == b'\n')?;
    let (line, body) = entry.split_at_checked(end)?;
    Some((
        Header::parse(std::str::from_utf8(line).ok()?)?,
        body.get(1..)?,
    ))
}

fn chunk_key(key: &str, generation: Generation, index: usize) -> String {
    format!("{key}/{}/{index}", generation.letter())
}

fn digest(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

fn damaged(key: &str, what: &str) -> KeychainError {
    let name = key.rsplit('/').next().unwrap_or_default();
    KeychainError::Damaged(format!("{name}: {what}"))
}
