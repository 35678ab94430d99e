//! Managed preferences of macOS, as its management writes them below `/Library/Managed Preferences`.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use plist::Value;
use plist::stream::{Event, Reader};
use ringlog_core::phrase::Phrase;
use ringlog_core::settings::policy::layer;
use ringlog_core::settings::raw::{Raw, shown};

use super::combined;
use crate::config::file;
use crate::config::reading::Found;

#[cfg(any(target_os = "macos", test))]
const DIRECTORY: &str = "/Library/Managed Preferences";
/// The domain of the preferences: the identifier of `tauri.conf.json`.
#[cfg(any(target_os = "macos", test))]
const DOMAIN: &str = "org.ringlog.desktop";

/// Settings are two deep. Deeper ones are built and dropped by recursion, which a hundred thousand levels would let run
/// out of stack.
const DEPTH_MAX: usize = 32;

/// The person's and the computer's; what is nearer to the person holds, as with every preference of macOS.
#[cfg(any(target_os = "macos", test))]
pub(super) fn places(user: Option<&str>) -> Vec<PathBuf> {
    let directory = Path::new(DIRECTORY);
    let file = format!("{DOMAIN}.plist");
    let of_user = user
        .filter(|user| !user.is_empty() && !user.contains(['/', '.']))
        .map(|user| directory.join(user).join(&file));
    of_user.into_iter().chain([directory.join(&file)]).collect()
}

/// What these files set together; a missing one sets nothing.
pub(super) fn read(paths: &[PathBuf]) -> Result<Found, Phrase> {
    combined(paths.iter().map(|path| read_one(path)))
}

fn read_one(path: &Path) -> Result<Found, Phrase> {
    let Some(bytes) = file::read_bytes(path).map_err(|problem| problem.phrase())? else {
        return Ok(Found::default());
    };
    let place = path.display().to_string();
    let unfit = |detail: String| {
        Phrase::new("settings-property-list-unfit")
            .with("path", place.clone())
            .with("detail", shown(&detail))
    };
    if is_too_deep(&bytes) {
        return Err(unfit(format!("it is more than {DEPTH_MAX} levels deep")));
    }
    let list = Value::from_reader(Cursor::new(bytes)).map_err(|error| unfit(error.to_string()))?;
    let Value::Dictionary(values) = list else {
        return Err(unfit("it is no dictionary".to_owned()));
    };
    let values = values
        .into_iter()
        .filter(|(name, _)| !is_of_the_profile(name))
        .map(|(name, value)| (name, raw(value)));
    let (layer, warnings) = layer(values, &Phrase::verbatim(place.clone()));
    Ok(Found {
        layer,
        warnings,
        doubt: None,
    })
}

/// Whether something stands deeper than any setting; what breaks off, or is no list at all, is for others to tell.
fn is_too_deep(bytes: &[u8]) -> bool {
    let mut depth = 0_usize;
    Reader::new(Cursor::new(bytes))
        .map_while(Result::ok)
        .any(|event| {
            if matches!(event, Event::StartArray(_) | Event::StartDictionary(_)) {
                depth += 1;
            } else if matches!(event, Event::EndCollection) {
                depth = depth.saturating_sub(1);
            }
            depth > DEPTH_MAX
        })
}

/// What describes the profile that brought the settings, for example `PayloadUUID`, stands among them.
fn is_of_the_profile(name: &str) -> bool {
    !name.contains('.') && (name.starts_with("Payload") || name.starts_with('_'))
}

fn raw(value: Value) -> Raw {
    match value {
        Value::String(text) => Raw::Text(text),
        Value::Boolean(value) => Raw::Bool(value),
        Value::Integer(number) => number
            .as_signed()
            .map_or(Raw::Other("a number that is too large"), Raw::Integer),
        Value::Array(values) => values
            .into_iter()
            .map(entry)
            .collect::<Option<Vec<String>>>()
            .map_or(Raw::Other("a list of something else"), Raw::Texts),
        Value::Real(_) => Raw::Other("a number with a fraction"),
        Value::Date(_) => Raw::Other("a date or time"),
        Value::Dictionary(_) => Raw::Other("a dictionary"),
        // The crate may come to know more kinds.
        Value::Data(_) | Value::Uid(_) | _ => Raw::Other("data"),
    }
}

/// Numbers of a list may be written as such.
fn entry(value: Value) -> Option<String> {
    match raw(value) {
        Raw::Text(text) => Some(text),
        Raw::Integer(number) => Some(number.to_string()),
        Raw::Bool(_) | Raw::Texts(_) | Raw::Other(_) => None,
    }
}
