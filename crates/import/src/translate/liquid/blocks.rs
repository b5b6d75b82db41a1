//! Conditions, loops and variables.
//!
//! Only the branch whose condition holds is shown. If a condition can't be evaluated, all branches are left out and reported as an
//! error: text that a condition hides must not be shown by mistake.

use std::collections::BTreeMap;
use std::ops::Range;

use lamplight_markdown::text::shorten;
use liquid_core::model::{KString, Object, Value, ValueView};

use super::answer::{Evaluation, answer};
use super::condition::holds;
use super::pairs::BlockTag;
use super::state::Liquid;
use super::state::{BUDGET, Interrupt};
use super::tag::{LiquidTag, tag};
use crate::translate::scan::split;
use crate::translate::values::arguments;

/// What a turn of a loop costs, besides what it goes through.
const TURN: usize = 500;
/// Loops and files within each other.
pub(super) const DEEPEST: usize = 8;

impl<'a> Liquid<'a> {
    /// Deals with a tag of control flow or a variable. Returns where to go on; `None` if it is another tag.
    pub(super) fn block(&mut self, tag: &LiquidTag<'a>) -> Option<usize> {
        Some(match tag.name {
            "if" | "unless" | "case" => self.condition(tag),
            "for" => self.loop_over(tag),
            "capture" => self.capture(tag),
            "assign" => self.assign(tag),
            "ifchanged" => match self.pairs.get(&tag.range.start).cloned() {
                Some(parts) => self.undecided(tag, &parts),
                None => return None,
            },
            "increment" | "decrement" => self.counted(tag),
            "cycle" => self.cycle(tag)?,
            "echo" => {
                let output = LiquidTag { output: true, name: "", ..tag.clone() };
                self.output(&output)
            }
            "break" | "continue" if !self.names.loops.is_empty() => {
                let is_break = tag.name == "break";
                self.interrupt = Some(if is_break { Interrupt::Break } else { Interrupt::Continue });
                tag.range.end
            }
            _ => return None,
        })
    }

    fn holds(&self, condition: &str) -> Option<bool> {
        holds(condition, &self.names, self.sources)
    }

    /// The branch that is shown, as the number of its part; `Ok(None)` if none is, `Err` if that can't be known.
    fn branch(&self, parts: &[BlockTag<'a>]) -> Result<Option<usize>, ()> {
        let subject = parts[0].rest;
        for (i, part) in parts[..parts.len() - 1].iter().enumerate() {
            let holds = match part.name {
                "case" => Some(false),
                "unless" => self.holds(part.rest).map(|holds| !holds),
                "when" => {
                    let mut any = Some(false);
                    for value in split(part.rest, ',').into_iter().flat_map(|part| part.split(" or ")) {
                        any = match self.holds(&format!("{subject} == {}", value.trim())) {
                            Some(true) => Some(true),
                            Some(false) => any,
                            None => any.filter(|any| *any),
                        };
                    }
                    any
                }
                "else" => Some(true),
                _ => self.holds(part.rest),
            };
            match holds {
                Some(true) => return Ok(Some(i)),
                Some(false) => {}
                None => return Err(()),
            }
        }
        Ok(None)
    }

    fn condition(&mut self, tag: &LiquidTag<'a>) -> usize {
        let Some(parts) = self.pairs.get(&tag.range.start).cloned() else { return self.unclosed(tag) };
        let end = parts[parts.len() - 1].range.end;
        match self.branch(&parts) {
            Err(()) => self.undecided(tag, &parts),
            Ok(None) => {
                self.count(tag.name);
                self.leave_out(&(tag.range.start..end))
            }
            Ok(Some(i)) => {
                self.count(tag.name);
                self.jumps.insert(parts[i + 1].range.start, end);
                self.leave_out(&(tag.range.start..parts[i].range.end))
            }
        }
    }

    /// A block that nobody here knows the outcome of.
    fn undecided(&mut self, tag: &LiquidTag<'a>, parts: &[BlockTag<'a>]) -> usize {
        let source = shorten(&self.text[tag.range.clone()], 60);
        let whole = tag.range.start..parts[parts.len() - 1].range.end;
        self.tell_loss(
            tag.range.start,
            "liquid-condition",
            format!("nothing here knows whether `{source}` holds; all of it is left out"),
            "delete the condition, or what should not be shown",
        );
        self.forget(&whole);
        self.leave_out(&whole)
    }

    /// What a stretch that is not gone through may give values to is not known any more.
    fn forget(&mut self, range: &Range<usize>) {
        let text = &self.text[range.clone()];
        let mut at = 0;
        while let Some(next) = text[at..].find("{%").map(|i| at + i) {
            at = next + 2;
            let Some(tag) = tag(text, next) else { continue };
            if matches!(tag.name, "assign" | "capture") {
                let name = tag.rest.split(['=', ' ']).next().unwrap_or_default();
                self.names.assigned.insert(name.to_owned(), None);
            } else if tag.name.starts_with("include") {
                // A file may give values to any name.
                for value in self.names.assigned.values_mut() {
                    *value = None;
                }
            }
        }
    }

    /// A block without its end hides what follows, unless its condition holds.
    fn unclosed(&mut self, tag: &LiquidTag<'a>) -> usize {
        let holds = match tag.name {
            "if" => self.holds(tag.rest),
            "unless" => self.holds(tag.rest).map(|holds| !holds),
            _ => None,
        };
        let shown = holds == Some(true);
        let fate = if shown { "the tag is left out" } else { "all that follows is left out" };
        self.tell_loss(
            tag.range.start,
            "liquid-unclosed",
            format!("`{{% {} %}}` begins and never ends; {fate}", tag.name),
            &format!("put `{{% end{} %}}` where it ends", tag.name),
        );
        self.leave_out(&(tag.range.start..if shown { tag.range.end } else { self.text.len() }))
    }

    /// Tells that a post says more than it may.
    pub(super) fn cut(&mut self, tag: &LiquidTag<'a>) -> usize {
        let source = shorten(&self.text[tag.range.clone()], 60);
        self.tell_loss(
            tag.range.start,
            "liquid-cut",
            format!("`{source}` says more than {BUDGET} bytes; what is more is left out"),
            "repeat less",
        );
        tag.range.end
    }

    fn assign(&mut self, tag: &LiquidTag<'a>) -> usize {
        let Some((name, expression)) = tag.rest.split_once('=') else { return self.unknown_tag(tag) };
        self.count("assign");
        let value = match answer(expression.trim(), &self.names, self.sources) {
            Evaluation::Known(value) => Some(value),
            Evaluation::Filter(..) | Evaluation::Unknown => None,
        };
        let value = value.filter(|value| self.afford(size(value)));
        self.names.assigned.insert(name.trim().to_owned(), value);
        self.leave_out(&tag.range)
    }

    fn afford(&mut self, bytes: usize) -> bool {
        let left = self.budget.checked_sub(bytes);
        self.budget = left.unwrap_or(self.budget);
        left.is_some()
    }

    fn capture(&mut self, tag: &LiquidTag<'a>) -> usize {
        let Some(parts) = self.pairs.get(&tag.range.start).cloned() else { return self.unclosed(tag) };
        let end = &parts[parts.len() - 1];
        if self.depth >= DEEPEST {
            return self.undecided(tag, &parts);
        }
        self.count("capture");
        let out = std::mem::take(&mut self.out);
        let diagnostics = self.diagnostics.len() + self.unreported;
        self.depth += 1;
        self.run(tag.range.end, end.range.start);
        self.depth -= 1;
        let (text, _) = std::mem::replace(&mut self.out, out).finish();
        let is_whole = self.diagnostics.len() + self.unreported == diagnostics;
        let name = tag.rest.trim_matches(['"', '\'']).to_owned();
        // A value that lacks something is shown, but nothing is decided by it.
        let value = (is_whole || !text.trim().is_empty()).then(|| Value::scalar(text));
        self.names.assigned.insert(name, value);
        self.leave_out(&(tag.range.start..end.range.end))
    }

    fn counted(&mut self, tag: &LiquidTag<'a>) -> usize {
        let counter = self.names.counters.entry(tag.rest.to_owned()).or_default();
        let shown = if tag.name == "increment" {
            *counter += 1;
            *counter - 1
        } else {
            *counter -= 1;
            *counter
        };
        self.out.push(&shown.to_string());
        tag.range.end
    }

    fn cycle(&mut self, tag: &LiquidTag<'a>) -> Option<usize> {
        let values = tag.rest.split_once(':').filter(|(name, _)| !name.contains([',', '"', '\'']));
        let values = split(values.map_or(tag.rest, |(_, values)| values), ',');
        let turn = self.names.counters.entry(format!("cycle {}", tag.rest)).or_default();
        let at = usize::try_from(*turn).unwrap_or(0) % values.len().max(1);
        *turn += 1;
        let Evaluation::Known(value) = answer(values.get(at)?.trim(), &self.names, self.sources) else {
            return None;
        };
        self.out.push(&value.to_kstr());
        Some(tag.range.end)
    }

    fn loop_over(&mut self, tag: &LiquidTag<'a>) -> usize {
        let Some(parts) = self.pairs.get(&tag.range.start).cloned() else { return self.unclosed(tag) };
        let whole = tag.range.start..parts[parts.len() - 1].range.end;
        let Some((name, items)) = self.items(tag.rest).filter(|_| self.depth < DEEPEST) else {
            let source = shorten(&self.text[tag.range.clone()], 60);
            self.tell_loss(
                tag.range.start,
                "liquid-loop",
                format!("nothing here knows what `{source}` goes through; all of it is left out"),
                "write what it said; lists of posts are pages of their own",
            );
            self.forget(&whole);
            return self.leave_out(&whole);
        };
        self.count("for");
        let body = tag.range.end..parts[1].range.start;
        if items.is_empty() {
            if parts.len() > 2 {
                self.jumps.insert(parts[parts.len() - 1].range.start, whole.end);
                return self.leave_out(&(tag.range.start..parts[parts.len() - 2].range.end));
            }
            return self.leave_out(&whole);
        }
        let from = self.leave_out(&tag.range).min(body.end);
        let lines = self.text[from..body.end].matches('\n').count();
        let code: Vec<Range<usize>> =
            self.code.iter().filter(|c| c.start >= body.start && c.end <= body.end).cloned().collect();
        let before = std::mem::take(&mut self.code);
        let turn = TURN + body.len() + code.len() * 64;
        let all = items.len();
        let outer = self.names.loops.iter().rev().find(|(name, _)| name == "forloop").map(|(_, v)| v.clone());
        self.depth += 1;
        for (i, item) in items.into_iter().enumerate() {
            if !self.afford(turn) {
                self.cut(tag);
                break;
            }
            if i > 0 {
                self.out.back(lines);
            }
            self.code.clone_from(&code);
            self.names.loops.push(("forloop".to_owned(), forloop(i, all, outer.as_ref())));
            self.names.loops.push((name.to_owned(), item));
            let start = if tag.trims.1 { trimmed(self.text, from, body.end) } else { from };
            self.run(start, body.end);
            self.names.loops.truncate(self.names.loops.len() - 2);
            if parts[1].trims.0 {
                self.out.trim_end();
            }
            if self.interrupt.take() == Some(Interrupt::Break) {
                break;
            }
        }
        self.depth -= 1;
        self.code = before;
        self.leave_out(&(body.end..whole.end))
    }

    /// The name that a loop gives to each item, and the items.
    fn items(&self, header: &'a str) -> Option<(&'a str, Vec<Value>)> {
        let (name, rest) = header.split_once(" in ")?;
        let rest = rest.trim_start();
        let known = |expression: &str| match answer(expression, &self.names, self.sources) {
            Evaluation::Known(value) => Some(value),
            _ => None,
        };
        let (mut items, parameters) = if let Some(range) = rest.strip_prefix('(') {
            let (range, parameters) = range.split_once(')')?;
            let (first, last) = range.split_once("..")?;
            let number = |text: &str| known(text.trim())?.as_scalar()?.to_integer();
            let (first, last) = (number(first)?, number(last)?);
            // More than can be gone through is cut there.
            let most = i64::try_from(BUDGET / TURN).ok()?;
            ((first..=last.min(first.saturating_add(most))).map(Value::scalar).collect(), parameters)
        } else {
            let first = arguments(rest).into_iter().next()?;
            let parameters = rest.get(first.len()..)?;
            let items: Vec<Value> = match known(&first)? {
                Value::Array(items) => items,
                Value::Object(entries) => {
                    let mut rows: Vec<_> = entries.into_iter().collect();
                    rows.sort_by(|a, b| a.0.cmp(&b.0));
                    rows.into_iter()
                        .map(|(key, value)| Value::Array(vec![Value::scalar(key), value]))
                        .collect()
                }
                value if value.is_nil() || value.to_kstr().is_empty() => Vec::new(),
                value => vec![value],
            };
            (items, parameters)
        };
        let parameters = parameters.replace([':', ','], " ");
        let mut words = parameters.split_whitespace();
        let (mut offset, mut limit, mut reversed) = (0, usize::MAX, false);
        while let Some(word) = words.next() {
            match word {
                "reversed" => reversed = true,
                "limit" | "offset" => {
                    let value = known(words.next()?)?.as_scalar()?.to_integer()?;
                    let value = usize::try_from(value).unwrap_or(0);
                    *(if word == "limit" { &mut limit } else { &mut offset }) = value;
                }
                _ => return None,
            }
        }
        items = items.into_iter().skip(offset).take(limit).collect();
        if reversed {
            items.reverse();
        }
        Some((name.trim(), items))
    }
}

/// Where a stretch begins behind its white space.
fn trimmed(text: &str, from: usize, to: usize) -> usize {
    let body = &text[from..to];
    from + body.len() - body.trim_start().len()
}

fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(size).sum::<usize>() + 16,
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| key.len() + size(value)).sum::<usize>() + 16
        }
        other => other.to_kstr().len() + 16,
    }
}

/// What a loop says of itself.
fn forloop(at: usize, all: usize, outer: Option<&Value>) -> Value {
    let number = |n: usize| Value::scalar(i64::try_from(n).unwrap_or(i64::MAX));
    let rows: BTreeMap<&'static str, Value> = [
        ("index", number(at + 1)),
        ("index0", number(at)),
        ("rindex", number(all - at)),
        ("rindex0", number(all - at - 1)),
        ("first", Value::scalar(at == 0)),
        ("last", Value::scalar(at + 1 == all)),
        ("length", number(all)),
        ("parentloop", outer.cloned().unwrap_or(Value::Nil)),
    ]
    .into();
    let object: Object = rows.into_iter().map(|(key, value)| (KString::from_static(key), value)).collect();
    Value::Object(object)
}
