//! Prepares the Tauri build: where the capabilities are, and a page to embed when `ui/` was not built.

use std::fs;
use std::io;
use std::path::Path;

const UI_DIST: &str = "ui/dist";

/// `cargo build` alone must do on a fresh clone, and must not run npm.
const PAGE_WITHOUT_UI: &str = r#"<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>Ringlog</title>
  <h1>Ringlog</h1>
  <p>This build has no window content: run <code>npm ci</code> and <code>npm run build</code> in <code>ui</code>, then build again.</p>
</html>
"#;

/// The app's own commands, as in `src/app.rs`; each needs its permission in `capabilities/main.json`.
const COMMANDS: [&str; 39] = [
    "view",
    "calls",
    "count_calls",
    "call",
    "act",
    "find_records",
    "choices",
    "forget_choice",
    "settings",
    "check_setting",
    "set_setting",
    "unset_setting",
    "connect_pbx",
    "log_in_to_pbx",
    "connect_organization",
    "skip_consent",
    "grant_consent",
    "link",
    "cancel_sign_in",
    "sign_in_address",
    "administrator_message",
    "unlink",
    "sync_now",
    "pause",
    "resume",
    "cancel_pass",
    "look_back",
    "cancel_look_back",
    "backfill",
    "cancel_backfill",
    "examine",
    "open",
    "about",
    "dismiss_notes",
    "read_numbers",
    "cancel_numbers",
    "save_numbers",
    "diagnostics",
    "save_diagnostics",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    embed_a_page_without_ui(Path::new(UI_DIST))?;
    println!("cargo:rerun-if-changed={UI_DIST}");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(&COMMANDS));
    Ok(tauri_build::try_build(attributes)?)
}

fn embed_a_page_without_ui(dist: &Path) -> io::Result<()> {
    let index = dist.join("index.html");
    if index.exists() {
        return Ok(());
    }
    println!(
        "cargo:warning=ui was not built, so the window says how to: run `npm ci` and `npm run build` in ui, then build again"
    );
    fs::create_dir_all(dist)?;
    fs::write(index, PAGE_WITHOUT_UI)
}
