//! The template as XML, by Microsoft's ADMX schema (`PolicyDefinitionFiles.xsd`).

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use ringlog_core::desktop::settings::{Editor, SettingLine, SettingsView};
use ringlog_core::language::{Language, Locale};
use ringlog_core::settings::Settings;
use ringlog_core::settings::key::Key;
use ringlog_core::settings::raw::Raw;

const SCHEMA: &str = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions";
const REGISTRY_KEY: &str = r"Software\Policies\Ringlog";
/// The one field of a policy that has any.
const FIELD: &str = "value";
const PRODUCT: &str = "Ringlog";

type Xml = Writer<Vec<u8>>;

/// The policies, without a word of any language.
pub(super) fn admx(settings: &SettingsView) -> String {
    document("policyDefinitions", |xml| {
        within(xml, "policyNamespaces", |xml| {
            let target = [("prefix", "ringlog"), ("namespace", "Ringlog.Policies")];
            empty(xml, "target", &target)
        })?;
        empty(xml, "resources", &[("minRequiredRevision", "1.0")])?;
        within(xml, "supportedOn", |xml| {
            within(xml, "definitions", |xml| {
                let display = string(PRODUCT);
                let supported = [("name", PRODUCT), ("displayName", &display)];
                empty(xml, "definition", &supported)
            })
        })?;
        within(xml, "categories", |xml| {
            let display = string(PRODUCT);
            empty(
                xml,
                "category",
                &[("name", PRODUCT), ("displayName", &display)],
            )?;
            for group in &settings.groups {
                let name = category(&group.settings);
                let display = string(&name);
                xml.create_element("category")
                    .with_attributes([("name", name.as_str()), ("displayName", &display)])
                    .write_inner_content(|xml| empty(xml, "parentCategory", &[("ref", PRODUCT)]))?;
            }
            Ok(())
        })?;
        within(xml, "policies", |xml| {
            for group in &settings.groups {
                for line in &group.settings {
                    policy(xml, &category(&group.settings), line)?;
                }
            }
            Ok(())
        })
    })
}

/// The words of one language.
pub(super) fn adml(language: Language, settings: &SettingsView) -> String {
    let locale = Locale::english_utc().in_language(language);
    document("policyDefinitionResources", |xml| {
        text(xml, "displayName", &[], PRODUCT)?;
        text(xml, "description", &[], PRODUCT)?;
        within(xml, "resources", |xml| {
            within(xml, "stringTable", |xml| {
                text(xml, "string", &[("id", PRODUCT)], PRODUCT)?;
                for group in &settings.groups {
                    let id = category(&group.settings);
                    text(xml, "string", &[("id", &id)], &group.title)?;
                    for line in &group.settings {
                        words(xml, line, &locale)?;
                    }
                }
                Ok(())
            })?;
            within(xml, "presentationTable", |xml| {
                let lines = settings.groups.iter().flat_map(|group| &group.settings);
                for line in lines {
                    presentation(xml, line)?;
                }
                Ok(())
            })
        })
    })
}

fn policy(xml: &mut Xml, category: &str, line: &SettingLine) -> io::Result<()> {
    let name = identifier(&line.key);
    let (display, explain) = (string(&name), string(&explained(&name)));
    let shown = format!("$(presentation.{name})");
    let mut attributes = vec![
        ("name", name.as_str()),
        ("class", "Both"),
        ("displayName", &display),
        ("explainText", &explain),
        ("key", REGISTRY_KEY),
    ];
    let is_switch = line.editor == Editor::Switch;
    attributes.push(if is_switch {
        ("valueName", &line.key)
    } else {
        ("presentation", &shown)
    });
    xml.create_element("policy")
        .with_attributes(attributes)
        .write_inner_content(|xml| {
            empty(xml, "parentCategory", &[("ref", category)])?;
            empty(xml, "supportedOn", &[("ref", PRODUCT)])?;
            if is_switch {
                within(xml, "enabledValue", |xml| {
                    empty(xml, "decimal", &[("value", "1")])
                })?;
                within(xml, "disabledValue", |xml| {
                    empty(xml, "decimal", &[("value", "0")])
                })
            } else {
                within(xml, "elements", |xml| field(xml, line))
            }
        })?;
    Ok(())
}

/// What an administrator fills in, and how it is written into the registry.
fn field(xml: &mut Xml, line: &SettingLine) -> io::Result<()> {
    let place = [("id", FIELD), ("valueName", line.key.as_str())];
    let with = |more: &[(&'static str, &'static str)]| [&place[..], more].concat();
    match &line.editor {
        Editor::Text => empty(xml, "text", &with(&[("required", "true")])),
        Editor::Lines | Editor::Choices { .. } => empty(xml, "multiText", &place),
        Editor::Number { min, max } => {
            let (min, max) = (min.to_string(), max.to_string());
            let bounds = [("minValue", min.as_str()), ("maxValue", &max)];
            empty(xml, "decimal", &[&place[..], &bounds].concat())
        }
        Editor::Choice { options } => {
            xml.create_element("enum")
                .with_attributes(with(&[("required", "true")]))
                .write_inner_content(|xml| {
                    for option in options {
                        let display = string(&option_id(line, &option.value));
                        xml.create_element("item")
                            .with_attribute(("displayName", display.as_str()))
                            .write_inner_content(|xml| {
                                within(xml, "value", |xml| text(xml, "string", &[], &option.value))
                            })?;
                    }
                    Ok(())
                })?;
            Ok(())
        }
        Editor::Switch => Ok(()),
    }
}

fn words(xml: &mut Xml, line: &SettingLine, locale: &Locale) -> io::Result<()> {
    let name = identifier(&line.key);
    text(xml, "string", &[("id", &name)], &line.title)?;
    let key = Key::ALL.iter().find(|key| key.name() == line.key).unwrap();
    let explanation = key.explanation().say(locale);
    text(xml, "string", &[("id", &explained(&name))], &explanation)?;
    if let Editor::Choice { options } = &line.editor {
        for option in options {
            let id = option_id(line, &option.value);
            text(xml, "string", &[("id", &id)], &option.words)?;
        }
    }
    Ok(())
}

/// The field as an administrator sees it.
fn presentation(xml: &mut Xml, line: &SettingLine) -> io::Result<()> {
    let id = identifier(&line.key);
    let field = ("refId", FIELD);
    let default = default(&line.key);
    if line.editor == Editor::Switch {
        return Ok(());
    }
    xml.create_element("presentation")
        .with_attribute(("id", id.as_str()))
        .write_inner_content(|xml| match &line.editor {
            Editor::Text => {
                xml.create_element("textBox")
                    .with_attribute(field)
                    .write_inner_content(|xml| text(xml, "label", &[], &line.title))?;
                Ok(())
            }
            Editor::Number { .. } => {
                let default = default.as_deref().unwrap_or("0");
                let attributes = [field, ("defaultValue", default)];
                text(xml, "decimalTextBox", &attributes, &line.title)
            }
            Editor::Choice { options } => {
                let place = options
                    .iter()
                    .position(|option| Some(&option.value) == default.as_ref());
                let place = place.unwrap_or(0).to_string();
                let attributes = [field, ("noSort", "true"), ("defaultItem", &place)];
                text(xml, "dropdownList", &attributes, &line.title)
            }
            Editor::Lines | Editor::Choices { .. } => {
                text(xml, "multiTextBox", &[field], &line.title)
            }
            Editor::Switch => Ok(()),
        })?;
    Ok(())
}

fn default(key: &str) -> Option<String> {
    let key = Key::ALL.iter().find(|known| known.name() == key)?;
    Settings::default().get(*key).as_ref().map(Raw::to_text)
}

/// Names of policies have letters, digits and `_` only.
fn identifier(key: &str) -> String {
    key.replace('.', "_")
}

fn explained(name: &str) -> String {
    format!("{name}_explained")
}

fn option_id(line: &SettingLine, value: &str) -> String {
    format!("{}_is_{value}", identifier(&line.key))
}

/// A group goes by the section its first setting is in.
fn category(lines: &[SettingLine]) -> String {
    let section = lines[0].key.split('.').next().unwrap();
    format!("{PRODUCT}_{section}")
}

fn string(id: &str) -> String {
    format!("$(string.{id})")
}

fn document(root: &str, content: impl FnOnce(&mut Xml) -> io::Result<()>) -> String {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    let declaration = BytesDecl::new("1.0", Some("utf-8"), None);
    xml.write_event(Event::Decl(declaration)).unwrap();
    let attributes = [
        ("xmlns", SCHEMA),
        ("revision", "1.0"),
        ("schemaVersion", "1.0"),
    ];
    xml.create_element(root)
        .with_attributes(attributes)
        .write_inner_content(content)
        .unwrap();
    String::from_utf8(xml.into_inner()).unwrap() + "\n"
}

fn within(
    xml: &mut Xml,
    name: &str,
    content: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element(name).write_inner_content(content)?;
    Ok(())
}

fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let attributes = attributes.iter().copied();
    xml.create_element(name)
        .with_attributes(attributes)
        .write_empty()?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
    let attributes = attributes.iter().copied();
    xml.create_element(name)
        .with_attributes(attributes)
        .write_text_content(BytesText::new(text))?;
    Ok(())
}
