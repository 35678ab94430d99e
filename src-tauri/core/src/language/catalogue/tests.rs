use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};

use super::*;

/// The variables of each message, and of each attribute under `message.attribute`.
type Messages = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_message_can_be_read_and_stands_once() {
    for language in Language::ALL {
        let mut seen = BTreeSet::new();
        for (area, source) in AREAS.iter().zip(sources(language)) {
            let place = format!("{}/{area}.ftl", language.tag());
            let resource = fluent_syntax::parser::parse(*source)
                .unwrap_or_else(|(_, errors)| panic!("{place}: {errors:?}"));
            for entry in resource.body {
                match entry {
                    Entry::Message(message) => {
                        assert!(message.value.is_some(), "{place}: {}", message.id.name);
                        assert!(
                            seen.insert(message.id.name),
                            "{} stands twice, again in {place}",
                            message.id.name
                        );
                    }
                    Entry::Term(term) => assert!(seen.insert(term.id.name), "{place}"),
                    Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
                    Entry::Junk { content } => panic!("{place}: {content}"),
                }
            }
        }
    }
}

#[test]
fn every_language_says_what_english_says() {
    for language in Language::ALL {
        for (number, area) in AREAS.iter().enumerate() {
            assert_eq!(
                messages(sources(language)[number]),
                messages(sources(Language::English)[number]),
                "{}/{area}.ftl",
                language.tag()
            );
        }
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "what is said stands in the sources"
)]
fn the_sources_say_what_english_has_and_nothing_else() {
    let english: BTreeSet<String> = sources(Language::English)
        .iter()
        .flat_map(|source| messages(source).into_keys())
        .filter(|id| !id.contains('.'))
        .collect();
    let mut said = BTreeSet::new();
    for path in programs() {
        let text = fs::read_to_string(&path).unwrap();
        let program = text
            .split_once("#[cfg(test)]")
            .map_or(text.as_str(), |(program, _)| program);
        said.extend(ids(program));
    }

    let missing: Vec<&String> = said.difference(&english).collect();
    let unused: Vec<&String> = english.difference(&said).collect();
    assert!(missing.is_empty(), "not in the catalogue: {missing:?}");
    assert!(unused.is_empty(), "said nowhere: {unused:?}");
}

#[test]
fn ids_are_the_texts_given_to_a_new_phrase() {
    let program = r#"
        Phrase::new("one").with("name", "Mira Holm (504)");
        Phrase::new(match part {
            Part::Pbx => "two",
            Part::SignIn => "three",
        })
    "#;
    assert_eq!(ids(program), ["one", "two", "three"]);
}

fn messages(source: &str) -> Messages {
    let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(readable, _)| readable);
    let mut messages = Messages::new();
    for entry in resource.body {
        if let Entry::Message(message) = entry {
            let mut variables = BTreeSet::new();
            if let Some(pattern) = &message.value {
                of_pattern(pattern, &mut variables);
            }
            for attribute in &message.attributes {
                let mut variables = BTreeSet::new();
                of_pattern(&attribute.value, &mut variables);
                let id = format!("{}.{}", message.id.name, attribute.id.name);
                messages.insert(id, variables);
            }
            messages.insert(message.id.name.to_owned(), variables);
        }
    }
    messages
}

fn of_pattern(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, variables);
        }
    }
}

fn of_expression(expression: &Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        Expression::Select { selector, variants } => {
            of_inline(selector, variables);
            for variant in variants {
                of_pattern(&variant.value, variables);
            }
        }
        Expression::Inline(inline) => of_inline(inline, variables),
    }
}

fn of_inline(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    let mut of_arguments = |arguments: &CallArguments<&str>| {
        for argument in &arguments.positional {
            of_inline(argument, variables);
        }
        for argument in &arguments.named {
            of_inline(&argument.value, variables);
        }
    };
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => of_expression(expression, variables),
        InlineExpression::FunctionReference { arguments, .. } => of_arguments(arguments),
        InlineExpression::TermReference { arguments, .. } => {
            if let Some(arguments) = arguments {
                of_arguments(arguments);
            }
        }
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::MessageReference { .. } => {}
    }
}

/// The texts between the brackets of each `Phrase::new(…)`.
fn ids(program: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for call in program.split(concat!("Phrase::", "new(")).skip(1) {
        let mut depth = 1_usize;
        let mut text: Option<String> = None;
        for letter in call.chars() {
            match (&mut text, letter) {
                (Some(_), '"') => ids.extend(text.take()),
                (Some(text), letter) => text.push(letter),
                (None, '"') => text = Some(String::new()),
                (None, '(') => depth += 1,
                (None, ')') => depth -= 1,
                (None, _) => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    ids
}

/// Every Rust file of the program, without its files of tests.
fn programs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut programs = Vec::new();
    let mut directories: Vec<PathBuf> = ["core/src", "engine/src", "cli/src", "src"]
        .iter()
        .map(|path| root.join(path))
        .collect();
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != "tests" {
                    directories.push(path);
                }
            } else if name.ends_with(".rs") && name != "tests.rs" {
                programs.push(path);
            }
        }
    }
    assert!(programs.len() > 50, "{programs:?}");
    programs
}
