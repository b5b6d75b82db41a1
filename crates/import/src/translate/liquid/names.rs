//! What names of Liquid stand for, and what is asked of the Liquid library with them.
//!
//! There are three answers to a question: a value, nothing (which Jekyll takes for false), and “nobody here knows”.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use liquid_core::error::Error;
use liquid_core::model::{KString, KStringCow, KStringRef, ScalarCow, Value, ValueCow, ValueView, try_find};
use liquid_core::parser;
use liquid_core::runtime::{PartialStore, Registers, Renderable, Runtime};

use super::filters::LANGUAGE;
use super::site::{DIGITS, Site, scalar_of};
use crate::translate::context::Values;
use crate::translate::scan::split;

/// Keys of a page that Jekyll works out. What front matter does not say of them, nobody here knows.
const OF_PAGE: [&str; 18] = [
    "url",
    "id",
    "content",
    "output",
    "previous",
    "next",
    "path",
    "relative_path",
    "name",
    "dir",
    "collection",
    "slug",
    "date",
    "excerpt",
    "ext",
    "draft",
    "title",
    "author",
];

/// Keys of a site that Jekyll works out.
const OF_SITE: [&str; 12] = [
    "posts",
    "pages",
    "tags",
    "categories",
    "time",
    "related_posts",
    "static_files",
    "html_pages",
    "html_files",
    "collections",
    "documents",
    "github",
];

const BRACKETS: usize = 16;

/// Names that the text itself gives.
#[derive(Default)]
pub(super) struct Names {
    /// `{% assign %}`, `{% capture %}`; `None` is a value that nobody here knows.
    pub assigned: BTreeMap<String, Option<Value>>,
    /// What loops give, the innermost last.
    pub loops: Vec<(String, Value)>,
    /// `{% increment %}` and `{% cycle %}`.
    pub counters: BTreeMap<String, i64>,
    /// What the file being included was given.
    pub include: Option<BTreeMap<String, Option<Value>>>,
}

/// What a question is answered from.
pub(super) struct Sources<'a> {
    pub page: Option<&'a Value>,
    pub site: Option<&'a Site>,
    pub values: Values<'a>,
    /// Whether front matter's keys are names by themselves, as in Eleventy.
    pub bare: bool,
}

/// What `{{ … }}` stands for.
pub(super) enum Answer {
    Known(Value),
    /// The first filter that is not known, and what stands in front of it.
    Filter(String, Value),
    Unknown,
}

enum Found<'v> {
    Known(ValueCow<'v>),
    Nothing,
    Unknown,
}

/// One question.
struct Question<'a> {
    names: &'a Names,
    sources: &'a Sources<'a>,
    /// Whether it was about a name that nobody here knows.
    unknown: Cell<bool>,
    result: RefCell<Option<Value>>,
    registers: Registers,
}

/// Whether a condition holds; `None` if nobody here knows. As in Liquid, what stands last binds first.
pub(super) fn holds(condition: &str, names: &Names, sources: &Sources<'_>) -> Option<bool> {
    let words = connected(condition);
    let mut result = None;
    for (i, (connective, atom)) in words.iter().rev().enumerate() {
        let own = atom_holds(atom, names, sources);
        result = match (i, words.get(words.len() - i).map_or("", |(c, _)| *c)) {
            (0, _) => own,
            (_, "or") => either(own, result),
            _ => either(own.map(|b| !b), result.map(|b| !b)).map(|b| !b),
        };
        if connective.is_empty() {
            break;
        }
    }
    result
}

fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// The parts of a condition between `and` and `or`, each with the word in front of it.
fn connected(condition: &str) -> Vec<(&str, &str)> {
    let mut parts = Vec::new();
    let (mut start, mut word_start, mut quote, mut connective) = (0, None::<usize>, None::<char>, "");
    let ends = condition.char_indices().chain(std::iter::once((condition.len(), ' ')));
    for (i, c) in ends {
        if let Some(open) = quote {
            if c == open {
                quote = None;
            }
            continue;
        }
        if matches!(c, '"' | '\'') {
            quote = Some(c);
            word_start = None;
        } else if c.is_whitespace() {
            if let Some(from) = word_start.take()
                && let Some(word) = ["and", "or"].into_iter().find(|w| *w == &condition[from..i])
            {
                parts.push((connective, condition[start..from].trim()));
                (connective, start) = (word, i);
            }
        } else if word_start.is_none() {
            word_start = Some(i);
        }
    }
    parts.push((connective, condition[start..].trim()));
    parts
}

fn is_readable(expression: &str) -> bool {
    let mut digits = 0;
    for byte in expression.bytes() {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        if digits > DIGITS {
            return false;
        }
    }
    expression.matches('[').count() <= BRACKETS && !expression.contains("%}") && !expression.contains("{%")
}

fn atom_holds(atom: &str, names: &Names, sources: &Sources<'_>) -> Option<bool> {
    if !is_readable(atom) || atom.is_empty() {
        return None;
    }
    // For Liquid a text is not equal to `true`.
    for (mark, wanted) in [("==", true), ("!=", false), ("<>", false)] {
        let Some((left, right)) = atom.split_once(mark) else { continue };
        let sides = [(left.trim(), right.trim()), (right.trim(), left.trim())];
        if let Some((literal, other)) = sides.into_iter().find(|(side, _)| matches!(*side, "true" | "false"))
        {
            let Answer::Known(value) = answer(other, names, sources) else { return None };
            let equal =
                value.as_scalar().is_some_and(|s| s.type_name() == "boolean" && s.to_kstr() == literal);
            return Some(equal == wanted);
        }
        // Nor is `true` equal to the text.
        let quoted = |side: &str| {
            let inside = side.strip_prefix('"').and_then(|side| side.strip_suffix('"'));
            let inside =
                inside.or_else(|| side.strip_prefix('\'').and_then(|side| side.strip_suffix('\'')))?;
            (!inside.contains(['"', '\''])).then(|| inside.to_owned())
        };
        let literal = sides.into_iter().find_map(|(side, other)| Some((quoted(side)?, other)));
        if let Some((_, other)) = literal
            && let Answer::Known(value) = answer(other, names, sources)
            && value.as_scalar().is_some_and(|scalar| scalar.type_name() == "boolean")
        {
            return Some(!wanted);
        }
    }
    let question = Question::new(names, sources);
    match question.ask(&format!("{{% if {atom} %}}1{{% endif %}}")) {
        Ok(_) if question.unknown.get() => None,
        Ok(said) => Some(said == b"1"),
        // Nothing contains nothing.
        Err(error) => {
            let of_nothing = error.to_string().contains("Expected string | array | object");
            (of_nothing && !question.unknown.get()).then_some(false)
        }
    }
}

/// What an expression with filters stands for.
pub(super) fn answer(expression: &str, names: &Names, sources: &Sources<'_>) -> Answer {
    let parts = split(expression, '|');
    let mut known = parts[0].trim().to_owned();
    let mut unknown_filter = None;
    let mut has_default = false;
    for part in &parts[1..] {
        let name = part.split(':').next().unwrap_or_default().trim();
        let given = part.split_once(':').map_or("", |(_, given)| given.trim());
        if name == "prepend" && matches!(given, "site.baseurl" | "site.url") {
            // It is put in front of the site's links when they are resolved.
            continue;
        }
        if LANGUAGE.filters.get(name).is_none() {
            unknown_filter = Some(name.to_owned());
            break;
        }
        has_default |= name == "default";
        known.push_str(" | ");
        known.push_str(part.trim());
    }
    if !is_readable(&known) {
        return Answer::Unknown;
    }
    let question = Question::new(names, sources);
    let asked = question.ask(&format!("{{% assign it = {known} %}}"));
    let is_unknown = asked.is_err() || question.unknown.get() && !has_default;
    match (question.result.take().filter(|_| !is_unknown), unknown_filter) {
        (Some(value), Some(filter)) => Answer::Filter(filter, value),
        (Some(value), None) => Answer::Known(value),
        (None, _) => Answer::Unknown,
    }
}

impl<'a> Question<'a> {
    fn new(names: &'a Names, sources: &'a Sources<'a>) -> Self {
        Self {
            names,
            sources,
            unknown: Cell::new(false),
            result: RefCell::new(None),
            registers: Registers::default(),
        }
    }

    fn ask(&self, template: &str) -> Result<Vec<u8>, Error> {
        let mut said = Vec::new();
        for part in parser::parse(template, &LANGUAGE)? {
            part.render_to(&mut said as &mut dyn io::Write, self)?;
        }
        Ok(said)
    }

    fn find(&self, path: &[ScalarCow<'_>]) -> Found<'_> {
        let Some(root) = path.first().map(ValueView::to_kstr) else { return Found::Unknown };
        let within = |value: &'a Value, rest: &[ScalarCow<'_>]| match try_find(value, rest) {
            Some(value) => Found::Known(value),
            None => Found::Nothing,
        };
        if let Some((_, value)) = self.names.loops.iter().rev().find(|(name, _)| *name == *root) {
            return within(value, &path[1..]);
        }
        match self.names.assigned.get(root.as_str()) {
            Some(Some(value)) => return within(value, &path[1..]),
            Some(None) => return Found::Unknown,
            None => {}
        }
        let key = path.get(1).map(ValueView::to_kstr).unwrap_or_default();
        let computed =
            |keys: &[&str]| if keys.contains(&key.as_str()) { Found::Unknown } else { Found::Nothing };
        match root.as_str() {
            "include" => match self.names.include.as_ref().map(|given| given.get(key.as_str())) {
                Some(Some(Some(value))) => within(value, &path[2..]),
                Some(None) if path.len() > 1 => Found::Nothing,
                _ => Found::Unknown,
            },
            "page" => match self.sources.page {
                Some(Value::Object(page)) if page.contains_key(key.as_str()) => {
                    page.get(key.as_str()).map_or(Found::Nothing, |value| within(value, &path[2..]))
                }
                known => match self.said(path) {
                    Some(text) => Found::Known(ValueCow::Owned(Value::scalar(text))),
                    None if known.is_none() || path.len() < 2 => Found::Unknown,
                    None if matches!(key.as_str(), "tags" | "categories") => {
                        Found::Known(ValueCow::Owned(Value::Array(Vec::new())))
                    }
                    None => computed(&OF_PAGE),
                },
            },
            "site" => self.of_site(path, &key, &within, &computed),
            "jekyll"
                if key == "environment" && self.sources.site.is_some_and(|site| site.settings.is_some()) =>
            {
                Found::Known(ValueCow::Owned(Value::scalar("production")))
            }
            name => match self.sources.page {
                Some(Value::Object(page)) if self.sources.bare => {
                    page.get(name).map_or(Found::Unknown, |value| within(value, &path[1..]))
                }
                _ => Found::Unknown,
            },
        }
    }

    fn of_site<'s>(
        &'s self,
        path: &[ScalarCow<'_>],
        key: &KStringCow<'_>,
        within: &dyn Fn(&'a Value, &[ScalarCow<'_>]) -> Found<'s>,
        computed: &dyn Fn(&[&str]) -> Found<'s>,
    ) -> Found<'s> {
        if let Some(text) = self.said(path) {
            return Found::Known(ValueCow::Owned(scalar_of(&text)));
        }
        let Some(site) = self.sources.site else { return Found::Unknown };
        if key == "data" && path.len() > 2 {
            return site.data.as_ref().map_or(Found::Unknown, |data| within(data, &path[2..]));
        }
        let Some(Value::Object(settings)) = &site.settings else { return Found::Unknown };
        match settings.get(key.as_str()) {
            _ if OF_SITE.contains(&key.as_str()) || path.len() < 2 => Found::Unknown,
            Some(value) => within(value, &path[2..]),
            // A collection is a list of its files.
            None => match settings.get("collections") {
                Some(Value::Object(all)) if all.contains_key(key.as_str()) => Found::Unknown,
                Some(Value::Array(all)) if all.iter().any(|own| own.to_kstr() == *key) => Found::Unknown,
                _ => computed(&OF_SITE),
            },
        }
    }

    /// What the settings and front matter say of a name that they know by several spellings.
    fn said(&self, path: &[ScalarCow<'_>]) -> Option<String> {
        let mut name = path[0].to_kstr().into_string();
        for part in &path[1..] {
            match part.to_integer() {
                Some(index) => name.push_str(&format!("[{index}]")),
                None => {
                    name.push('.');
                    name.push_str(&part.to_kstr());
                }
            }
        }
        (self.sources.values)(&name)
    }
}

impl Runtime for Question<'_> {
    fn partials(&self) -> &dyn PartialStore {
        &NoPartials
    }

    fn name(&self) -> Option<KStringRef<'_>> {
        None
    }

    fn roots(&self) -> BTreeSet<KStringCow<'_>> {
        BTreeSet::new()
    }

    fn try_get(&self, path: &[ScalarCow<'_>]) -> Option<ValueCow<'_>> {
        match self.find(path) {
            Found::Known(value) => Some(value),
            Found::Nothing => None,
            Found::Unknown => {
                self.unknown.set(true);
                None
            }
        }
    }

    fn get(&self, path: &[ScalarCow<'_>]) -> Result<ValueCow<'_>, Error> {
        Ok(self.try_get(path).unwrap_or(ValueCow::Owned(Value::Nil)))
    }

    fn set_global(&self, _: KString, value: Value) -> Option<Value> {
        self.result.replace(Some(value))
    }

    fn set_index(&self, _: KString, _: Value) -> Option<Value> {
        None
    }

    fn get_index<'v>(&'v self, _: &str) -> Option<ValueCow<'v>> {
        None
    }

    fn registers(&self) -> &Registers {
        &self.registers
    }
}

/// Files are included by the translator.
#[derive(Debug)]
struct NoPartials;

impl PartialStore for NoPartials {
    fn contains(&self, _: &str) -> bool {
        false
    }

    fn names(&self) -> Vec<&str> {
        Vec::new()
    }

    fn try_get(&self, _: &str) -> Option<std::sync::Arc<dyn Renderable>> {
        None
    }

    fn get(&self, name: &str) -> Result<std::sync::Arc<dyn Renderable>, Error> {
        Err(Error::with_msg(name.to_owned()))
    }
}
