//! `cargo xtask icons`: every picture that the app and its packages carry, rendered from the SVG files in `icons`.

use std::path::Path;

use crate::scratch::{self, Scratch};
use crate::step::{self, Failure};
use crate::ui;

/// The states of the tray light, by the names of their files.
const STATES: [&str; 5] = ["linked", "working", "attention", "error", "unlinked"];

/// The sizes in which desktops keep icons of applications, in pixels.
const APP_PIXELS: [u16; 8] = [16, 24, 32, 48, 64, 128, 256, 512];

/// What Windows keeps all sizes in.
const WINDOWS: &str = "icon.ico";

/// What macOS keeps all sizes in.
const MACOS: &str = "icon.icns";

/// The colours of the monochrome set: black for macOS templates and light panels, white for dark panels.
const INKS: [(&str, &str); 2] = [("black", "#000"), ("white", "#fff")];

/// Renders all of them in place.
pub(crate) fn run() -> Result<(), Failure> {
    ui::install()?;
    let icons = step::root().join("icons");
    let pictures = render(&icons)?;
    for (name, content) in &pictures {
        scratch::write(&icons.join(name), content)?;
    }
    step::say(&format!("{} pictures are rendered.", pictures.len()));
    Ok(())
}

/// Renders all of them aside and compares.
pub(crate) fn check() -> Result<(), Failure> {
    // Other processors round a few pixels of a curve differently.
    if !cfg!(target_arch = "x86_64") {
        step::say("\n== pictures\n   not compared: they are kept as x86-64 renders them");
        return Ok(());
    }
    let icons = step::root().join("icons");
    for (name, content) in render(&icons)? {
        if scratch::read(&icons.join(&name))? != content {
            return Err(Failure::new(format!(
                "icons/{name} is not what its SVG file renders to: run `cargo xtask icons`."
            )));
        }
    }
    Ok(())
}

/// The name below `icons` and the content of every picture.
fn render(icons: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let scratch = Scratch::create("icons")?;
    let mut pictures = app(icons, &scratch)?;
    for state in STATES {
        let source = icons.join(format!("tray/{state}.svg"));
        pictures.extend(tray(&source, &format!("tray/{state}"), &scratch)?);

        let mono = scratch::read_text(&icons.join(format!("tray/mono/{state}.svg")))?;
        for (ink, colour) in INKS {
            let source = scratch.path().join(format!("{state}-{ink}.svg"));
            scratch::write(&source, inked(&mono, colour))?;
            pictures.extend(tray(
                &source,
                &format!("tray/mono/{state}-{ink}"),
                &scratch,
            )?);
        }
    }
    Ok(pictures)
}

fn app(icons: &Path, scratch: &Scratch) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let source = icons.join("icon.svg");
    let sized = scratch.path().join("sized");
    let all = scratch.path().join("all");
    let mut pictures = Vec::new();
    render_png(&source, &APP_PIXELS, &sized)?;
    for pixels in APP_PIXELS {
        let name = format!("{pixels}x{pixels}.png");
        pictures.push((name.clone(), scratch::read(&sized.join(&name))?));
    }
    step::run_quietly(ui::tauri(&["icon", "--output"]).arg(&all).arg(&source))?;
    pictures.push((WINDOWS.to_owned(), scratch::read(&all.join(WINDOWS))?));
    let macos = ordered(&scratch::read(&all.join(MACOS))?)
        .ok_or_else(|| Failure::new(format!("the Tauri CLI made no whole {MACOS}.")))?;
    pictures.push((MACOS.to_owned(), macos));
    Ok(pictures)
}

/// An `icns` file with its pictures in the order of their types: the Tauri CLI writes them in any order.
///
/// Each part, and the file as a whole, is a type of four bytes, its own length in big-endian bytes, and the rest.
fn ordered(icns: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = icns.split_at_checked(8)?;
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest.get(4..8)?.try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        // A part contains its own head, so this ends.
        let (part, after) = rest.split_at_checked(length.max(8))?;
        parts.push(part);
        rest = after;
    }
    parts.sort_unstable();
    Some([&[head], parts.as_slice()].concat().concat())
}

/// A tray picture in the size of common panels, and for screens with twice the pixels.
fn tray(source: &Path, name: &str, scratch: &Scratch) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let rendered = scratch.path().join(name);
    render_png(source, &[32, 64], &rendered)?;
    Ok(vec![
        (
            format!("{name}.png"),
            scratch::read(&rendered.join("32x32.png"))?,
        ),
        (
            format!("{name}@2x.png"),
            scratch::read(&rendered.join("64x64.png"))?,
        ),
    ])
}

/// The renderer of the Tauri CLI: the lock file of the page holds its version, so every machine renders alike.
fn render_png(source: &Path, pixels: &[u16], into: &Path) -> Result<(), Failure> {
    scratch::create_directory(into)?;
    let mut command = ui::tauri(&["icon", "--output"]);
    command.arg(into);
    for size in pixels {
        command.arg("--png").arg(size.to_string());
    }
    step::run_quietly(command.arg(source))
}

/// The picture with `colour` for its `currentColor`.
fn inked(svg: &str, colour: &str) -> String {
    svg.replacen("<svg ", &format!("<svg color=\"{colour}\" "), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monochrome_picture_takes_its_ink_from_outside() {
        for state in STATES {
            let path = step::root().join(format!("icons/tray/mono/{state}.svg"));
            let svg = scratch::read_text(&path).unwrap();
            assert!(svg.contains("\"currentColor\""), "{state}");
            assert!(inked(&svg, "#fff").starts_with("<svg color=\"#fff\" "));
        }
    }

    #[test]
    fn the_parts_of_a_macos_icon_are_in_order() {
        let one = b"icnsLLLLic08\0\0\0\x0aXXic07\0\0\0\x09Y";
        let other = b"icnsLLLLic07\0\0\0\x09Yic08\0\0\0\x0aXX";

        assert_eq!(ordered(one).unwrap(), other);
        assert_eq!(ordered(other).unwrap(), other);
        assert_eq!(ordered(b"icnsLLLLic07\0\0\0\x09"), None);
        assert_eq!(ordered(b"icns"), None);
    }

    #[test]
    fn every_state_has_a_shape_of_its_own() {
        let shapes: Vec<String> = STATES
            .iter()
            .map(|state| {
                let path = step::root().join(format!("icons/tray/mono/{state}.svg"));
                let svg = scratch::read_text(&path).unwrap();
                let (_title, shape) = svg.split_once("</title>").unwrap();
                shape.to_owned()
            })
            .collect();
        for (index, shape) in shapes.iter().enumerate() {
            assert!(!shapes.iter().skip(index + 1).any(|other| other == shape));
        }
    }
}
