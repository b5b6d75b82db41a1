//! Gives the Liquid library the values of variables.
//!
//! A variable has a value, or none (false in Jekyll), or it is unknown.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io;

use liquid_core::error::Error;
use liquid_core::model::{KString, KStringCow, KStringRef, ScalarCow, Value, ValueCow, ValueView, try_find};
use liquid_core::parser;
use liquid_core::runtime::{PartialStore, Registers, Renderable, Runtime};

use super::filters::LANGUAGE;
use super::names::{LiquidNames, NameSources};
use super::site::{DIGITS, scalar_of};

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

enum Lookup<'v> {
    Known(ValueCow<'v>),
    Nothing,
    Unknown,
}

/// One evaluation.
pub(super) struct Question<'a> {
    names: &'a LiquidNames,
    sources: &'a NameSources<'a>,
    /// Whether it needed an unknown variable.
    pub(super) unknown: Cell<bool>,
    pub(super) result: RefCell<Option<Value>>,
    registers: Registers,
}

pub(super) fn is_readable(expression: &str) -> bool {
    let mut digits = 0;
    for byte in expression.bytes() {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        if digits > DIGITS {
            return false;
        }
    }
    expression.matches('[').count() <= BRACKETS && !expression.contains("%}") && !expression.contains("{%")
}

impl<'a> Question<'a> {
    pub(super) fn new(names: &'a LiquidNames, sources: &'a NameSources<'a>) -> Self {
        Self {
            names,
            sources,
            unknown: Cell::new(false),
            result: RefCell::new(None),
            registers: Registers::default(),
        }
    }

    pub(super) fn ask(&self, template: &str) -> Result<Vec<u8>, Error> {
        let mut output = Vec::new();
        for part in parser::parse(template, &LANGUAGE)? {
            part.render_to(&mut output as &mut dyn io::Write, self)?;
        }
        Ok(output)
    }

    fn find(&self, path: &[ScalarCow<'_>]) -> Lookup<'_> {
        let Some(root) = path.first().map(ValueView::to_kstr) else { return Lookup::Unknown };
        let within = |value: &'a Value, rest: &[ScalarCow<'_>]| match try_find(value, rest) {
            Some(value) => Lookup::Known(value),
            None => Lookup::Nothing,
        };
        if let Some((_, value)) = self.names.loops.iter().rev().find(|(name, _)| *name == *root) {
            return within(value, &path[1..]);
        }
        match self.names.assigned.get(root.as_str()) {
            Some(Some(value)) => return within(value, &path[1..]),
            Some(None) => return Lookup::Unknown,
            None => {}
        }
        let key = path.get(1).map(ValueView::to_kstr).unwrap_or_default();
        let computed =
            |keys: &[&str]| if keys.contains(&key.as_str()) { Lookup::Unknown } else { Lookup::Nothing };
        match root.as_str() {
            "include" => match self.names.include.as_ref().map(|given| given.get(key.as_str())) {
                Some(Some(Some(value))) => within(value, &path[2..]),
                Some(None) if path.len() > 1 => Lookup::Nothing,
                _ => Lookup::Unknown,
            },
            "page" => match self.sources.page {
                Some(Value::Object(page)) if page.contains_key(key.as_str()) => {
                    page.get(key.as_str()).map_or(Lookup::Nothing, |value| within(value, &path[2..]))
                }
                known => match self.text_of(path) {
                    Some(text) => Lookup::Known(ValueCow::Owned(Value::scalar(text))),
                    None if known.is_none() || path.len() < 2 => Lookup::Unknown,
                    None if matches!(key.as_str(), "tags" | "categories") => {
                        Lookup::Known(ValueCow::Owned(Value::Array(Vec::new())))
                    }
                    None => computed(&OF_PAGE),
                },
            },
            "site" => self.of_site(path, &key, &within, &computed),
            "jekyll"
                if key == "environment" && self.sources.site.is_some_and(|site| site.settings.is_some()) =>
            {
                Lookup::Known(ValueCow::Owned(Value::scalar("production")))
            }
            name => match self.sources.page {
                Some(Value::Object(page)) if self.sources.bare => {
                    page.get(name).map_or(Lookup::Unknown, |value| within(value, &path[1..]))
                }
                _ => Lookup::Unknown,
            },
        }
    }

    fn of_site<'s>(
        &'s self,
        path: &[ScalarCow<'_>],
        key: &KStringCow<'_>,
        within: &dyn Fn(&'a Value, &[ScalarCow<'_>]) -> Lookup<'s>,
        computed: &dyn Fn(&[&str]) -> Lookup<'s>,
    ) -> Lookup<'s> {
        if let Some(text) = self.text_of(path) {
            return Lookup::Known(ValueCow::Owned(scalar_of(&text)));
        }
        let Some(site) = self.sources.site else { return Lookup::Unknown };
        if key == "data" && path.len() > 2 {
            return site.data.as_ref().map_or(Lookup::Unknown, |data| within(data, &path[2..]));
        }
        let Some(Value::Object(settings)) = &site.settings else { return Lookup::Unknown };
        match settings.get(key.as_str()) {
            _ if OF_SITE.contains(&key.as_str()) || path.len() < 2 => Lookup::Unknown,
            Some(value) => within(value, &path[2..]),
            // A collection is a list of its files.
            None => match settings.get("collections") {
                Some(Value::Object(all)) if all.contains_key(key.as_str()) => Lookup::Unknown,
                Some(Value::Array(all)) if all.iter().any(|own| own.to_kstr() == *key) => Lookup::Unknown,
                _ => computed(&OF_SITE),
            },
        }
    }

    /// What the settings and front matter say of a name that they know by several spellings.
    fn text_of(&self, path: &[ScalarCow<'_>]) -> Option<String> {
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
            Lookup::Known(value) => Some(value),
            Lookup::Nothing => None,
            Lookup::Unknown => {
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
