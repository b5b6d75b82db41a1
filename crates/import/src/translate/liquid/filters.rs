//! The filters of Liquid, which the library has, and those that Jekyll adds.

use std::fmt;
use std::sync::LazyLock;

use lamplight_markdown::text::escape;
use liquid_core::error::Result;
use liquid_core::model::{Value, ValueView};
use liquid_core::parser::{FilterArguments, Language, ParameterReflection, ParseFilter};
use liquid_core::runtime::{Expression, Runtime};
use liquid_core::{Filter, FilterReflection};
use liquid_lib::{jekyll, stdlib};

use crate::date::{self, Zone};
use crate::slug::slugify;

/// What the library is asked with.
pub(super) static LANGUAGE: LazyLock<Language> = LazyLock::new(language);

fn language() -> Language {
    let mut language = Language::empty();
    language.blocks.register("if".to_owned(), stdlib::IfBlock.into());
    language.tags.register("assign".to_owned(), stdlib::AssignTag.into());
    let mut add = |filter: Box<dyn ParseFilter>| {
        language.filters.register(filter.reflection().name().to_owned(), filter);
    };
    add(stdlib::Abs.into());
    add(stdlib::Append.into());
    add(stdlib::AtLeast.into());
    add(stdlib::AtMost.into());
    add(stdlib::Capitalize.into());
    add(stdlib::Ceil.into());
    add(stdlib::Compact.into());
    add(stdlib::Concat.into());
    add(stdlib::Default.into());
    add(stdlib::DividedBy.into());
    add(stdlib::Downcase.into());
    add(stdlib::Escape.into());
    add(stdlib::EscapeOnce.into());
    add(stdlib::First.into());
    add(stdlib::Floor.into());
    add(stdlib::Join.into());
    add(stdlib::Last.into());
    add(stdlib::Lstrip.into());
    add(stdlib::Map.into());
    add(stdlib::Minus.into());
    add(stdlib::Modulo.into());
    add(stdlib::NewlineToBr.into());
    add(stdlib::Plus.into());
    add(stdlib::Prepend.into());
    add(stdlib::Remove.into());
    add(stdlib::RemoveFirst.into());
    add(stdlib::Replace.into());
    add(stdlib::ReplaceFirst.into());
    add(stdlib::Reverse.into());
    add(stdlib::Round.into());
    add(stdlib::Rstrip.into());
    add(stdlib::Size.into());
    add(stdlib::Slice.into());
    add(stdlib::Sort.into());
    add(stdlib::SortNatural.into());
    add(stdlib::Split.into());
    add(stdlib::Strip.into());
    add(stdlib::StripHtml.into());
    add(stdlib::StripNewlines.into());
    add(stdlib::Times.into());
    add(stdlib::Truncate.into());
    add(stdlib::TruncateWords.into());
    add(stdlib::Uniq.into());
    add(stdlib::Upcase.into());
    add(stdlib::UrlDecode.into());
    add(stdlib::UrlEncode.into());
    add(stdlib::Where.into());
    add(jekyll::Push.into());
    add(jekyll::Pop.into());
    add(jekyll::Shift.into());
    add(jekyll::Unshift.into());
    add(jekyll::ArrayToSentenceString.into());
    for (name, work) in OWN {
        add(Box::new(JekyllFilter { name, work }));
    }
    language
}

/// A filter: from a value and arguments to a value.
type FilterFunction = fn(&Value, &[Value]) -> Value;

const OWN: [(&str, FilterFunction); 19] = [
    ("relative_url", |value, _| address(value)),
    ("absolute_url", |value, _| address(value)),
    ("markdownify", |value, _| value.clone()),
    ("smartify", |value, _| value.clone()),
    ("strip_index", |value, _| text(value.to_kstr().trim_end_matches("index.html"))),
    ("jsonify", |value, _| text(&serde_like(value))),
    ("inspect", |value, _| text(&serde_like(value))),
    ("xml_escape", |value, _| {
        let mut out = String::new();
        escape(&mut out, &value.to_kstr());
        Value::scalar(out)
    }),
    ("cgi_escape", |value, _| encoded(value, "-_.~*")),
    ("uri_escape", |value, _| encoded(value, "-_.~*/:?#[]@!$&'()+,;=%")),
    ("slugify", |value, _| text(&slugify(&value.to_kstr()))),
    ("number_of_words", |value, _| {
        let count = value.to_kstr().split_whitespace().count();
        Value::scalar(i64::try_from(count).unwrap_or(i64::MAX))
    }),
    ("normalize_whitespace", |value, _| {
        text(&value.to_kstr().split_whitespace().collect::<Vec<_>>().join(" "))
    }),
    ("to_integer", |value, _| {
        Value::scalar(value.as_scalar().and_then(|s| s.to_integer()).unwrap_or_default())
    }),
    ("date", |value, given| {
        let format = given.first().map(|f| f.to_kstr().into_string()).unwrap_or_default();
        dated(value, &format)
    }),
    ("date_to_string", |value, _| dated(value, "%d %b %Y")),
    ("date_to_long_string", |value, _| dated(value, "%d %B %Y")),
    ("date_to_xmlschema", |value, _| dated(value, "")),
    ("date_to_rfc822", |value, _| dated(value, "%a, %d %b %Y %H:%M:%S %z")),
];

fn text(text: &str) -> Value {
    Value::scalar(text.to_owned())
}

/// The base of the site is put in front of its links when they are resolved.
fn address(value: &Value) -> Value {
    let now = value.to_kstr();
    match now.contains("://") || now.starts_with(['/', '#']) {
        true => text(&now),
        false => Value::scalar(format!("/{now}")),
    }
}

fn encoded(value: &Value, plain: &str) -> Value {
    let mut out = String::new();
    for byte in value.to_kstr().bytes() {
        let c = char::from(byte);
        match c.is_ascii_alphanumeric() || plain.contains(c) {
            true => out.push(c),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    Value::scalar(out)
}

/// A date in other words; what is no date stays as it is.
fn dated(value: &Value, format: &str) -> Value {
    let written = value.to_kstr();
    let Some(date) = date::parse(&written, &Zone::default()).ok().map(|parsed| parsed.date) else {
        return value.clone();
    };
    let rfc = date.rfc3339();
    if format.is_empty() {
        return text(&rfc);
    }
    let at = jiff::fmt::temporal::Pieces::parse(&rfc).ok().and_then(|pieces| {
        let day = pieces.date();
        let time = pieces.time().unwrap_or_default();
        let offset = pieces.to_numeric_offset().unwrap_or(jiff::tz::Offset::UTC);
        day.to_datetime(time).to_zoned(jiff::tz::TimeZone::fixed(offset)).ok()
    });
    let formatted = at.and_then(|at| jiff::fmt::strtime::format(format, &at).ok());
    formatted.map_or_else(|| value.clone(), Value::scalar)
}

/// A value as JSON.
fn serde_like(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            format!("[{}]", items.iter().map(serde_like).collect::<Vec<_>>().join(","))
        }
        Value::Object(entries) => {
            let mut rows: Vec<String> =
                entries.iter().map(|(key, value)| format!("{}:{}", quoted(key), serde_like(value))).collect();
            rows.sort();
            format!("{{{}}}", rows.join(","))
        }
        Value::Scalar(scalar) if scalar.type_name() == "string" => quoted(&scalar.to_kstr()),
        Value::Scalar(scalar) => scalar.to_kstr().into_string(),
        _ => "null".to_owned(),
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A filter that Jekyll adds.
#[derive(Clone)]
struct JekyllFilter {
    name: &'static str,
    work: FilterFunction,
}

impl FilterReflection for JekyllFilter {
    fn name(&self) -> &str {
        self.name
    }

    fn description(&self) -> &str {
        self.name
    }

    fn positional_parameters(&self) -> &'static [ParameterReflection] {
        &[]
    }

    fn keyword_parameters(&self) -> &'static [ParameterReflection] {
        &[]
    }
}

impl ParseFilter for JekyllFilter {
    fn parse(&self, arguments: FilterArguments<'_>) -> Result<Box<dyn Filter>> {
        let given = arguments.positional.collect();
        Ok(Box::new(AppliedFilter { name: self.name, work: self.work, given }))
    }

    fn reflection(&self) -> &dyn FilterReflection {
        self
    }
}

struct AppliedFilter {
    name: &'static str,
    work: FilterFunction,
    given: Vec<Expression>,
}

impl fmt::Debug for AppliedFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Display for AppliedFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Filter for AppliedFilter {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        let given: Vec<Value> =
            self.given.iter().map(|e| e.evaluate(runtime).map(|v| v.into_owned())).collect::<Result<_>>()?;
        Ok((self.work)(&input.to_value(), &given))
    }
}
