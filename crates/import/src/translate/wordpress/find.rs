//! Finds shortcodes in a text: not in code, not in the tags of HTML, and none that is a link of Markdown's.

mod markup;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag as MarkdownTag};

use super::answer::{ShortcodePlace, WholeShortcode, out_of_paragraph};
use super::meant::{is_meant, shown, unmistakable};
use super::names::{Is, is_secret, known};
use super::tag::{WordPressTag, WordPressTagKind, read};
use crate::diagnostic::Diagnostic;
use crate::engine::Engine;
use crate::translate::context::Context;
use crate::translate::scan::{ends_line, within};
use crate::translate::shortcodes::call::{Call, Shape, ShortcodeToken, ShortcodeTokenKind};
use crate::translate::shortcodes::is_raw;
use crate::translate::shortcodes::regions::TextRegions;
use crate::translate::shortcodes::text::inert;

/// Shortcodes that are reported of one post in a folder that is not recognised as of WordPress.
const MOST: usize = 20;

/// Bytes of a tag of HTML.
const LONGEST: usize = 1_000;

/// Bytes of a line's beginning that are looked at.
const HEAD: usize = 200;

/// Whether a text may hold shortcodes at all.
pub(super) fn may_hold(text: &str) -> bool {
    text.as_bytes()
        .windows(2)
        .any(|pair| pair[0] == b'[' && (pair[1].is_ascii_alphabetic() || pair[1] == b'['))
        && text.contains(']')
}

/// The shortcodes of a text, in order, and what is reported of those that are not read here.
pub(super) fn tokens<'a>(
    text: &'a str,
    context: &Context<'_>,
    regions: &mut TextRegions,
    html: bool,
) -> (Vec<ShortcodeToken<'a>>, Vec<Diagnostic>) {
    let mut finder = WordPressFinder {
        text,
        context,
        html,
        of_wordpress: context.engines.has(Engine::WordPress),
        blocks: Vec::new(),
        defined: HashSet::new(),
        ends: HashMap::new(),
        opened: HashSet::new(),
        missing: HashSet::new(),
        tokens: Vec::new(),
        diagnostics: Vec::new(),
    };
    finder.look(regions);
    let mut at = 0;
    while let Some(next) = text.as_bytes()[at..].iter().position(|b| matches!(b, b'[' | b'<')).map(|i| at + i)
    {
        at = if regions.is_code(next) || regions.is_indented(next) {
            next + 1
        } else if text.as_bytes()[next] == b'<' {
            finder.markup(next, regions)
        } else {
            finder.bracket(next, regions)
        };
    }
    (finder.tokens, finder.diagnostics)
}

struct WordPressFinder<'a, 'c> {
    text: &'a str,
    context: &'c Context<'c>,
    /// Whether the whole text is HTML.
    html: bool,
    of_wordpress: bool,
    /// Blocks of HTML.
    blocks: Vec<Range<usize>>,
    /// Names that links of the text lead somewhere by.
    defined: HashSet<String>,
    /// Where the tags stand that end each name.
    ends: HashMap<String, Vec<Range<usize>>>,
    /// Names that were opened.
    opened: HashSet<String>,
    /// Elements whose end is not to be found any more.
    missing: HashSet<&'static str>,
    tokens: Vec<ShortcodeToken<'a>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> WordPressFinder<'a, '_> {
    /// Looks through the text for what is needed at each place of it.
    fn look(&mut self, regions: &TextRegions) {
        if !self.html {
            let parser = Parser::new_ext(self.text, self.context.flavour.extensions());
            self.defined =
                parser.reference_definitions().iter().map(|(name, _)| name.to_lowercase()).collect();
            for (event, range) in parser.into_offset_iter() {
                if let Event::Start(MarkdownTag::HtmlBlock) = event {
                    self.blocks.push(range);
                }
            }
        }
        for (at, _) in self.text.match_indices("[/") {
            let Some(tag) = read(self.text, at).filter(|tag| tag.kind == WordPressTagKind::Close) else {
                continue;
            };
            // A tick in code between two tags begins what looks like code of its own and holds the second.
            let meant = within(&regions.code, at).is_none_or(|code| {
                let before = &self.text[code.start..at];
                let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST))..];
                !near.trim_matches(['`', '~', ' ', '\n']).is_empty()
                    && !near.contains(&["[", &tag.name].concat())
            });
            if meant {
                self.ends.entry(tag.name).or_default().push(tag.range);
            }
        }
    }

    /// The tag that ends a name, from an offset on.
    fn end_of(&self, name: &str, from: usize) -> Option<Range<usize>> {
        let ends = self.ends.get(name)?;
        ends.get(ends.partition_point(|end| end.start < from)).cloned()
    }

    /// Deals with a bracket. Returns where to go on.
    fn bracket(&mut self, at: usize, regions: &mut TextRegions) -> usize {
        let Some(tag) = read(self.text, at) else { return at + 1 };
        let is = known(&tag.name);
        if tag.doubled {
            return self.doubled(at, &tag, is);
        }
        if tag.kind == WordPressTagKind::Close {
            let meant =
                self.opened.contains(&tag.name) || self.of_wordpress && is.is_some() && !self.is_link(&tag);
            if meant {
                self.tokens.push(ShortcodeToken {
                    range: tag.range.clone(),
                    kind: ShortcodeTokenKind::Close(tag.name),
                });
                return tag.range.end;
            }
            return at + 1;
        }
        let end = self.end_of(&tag.name, tag.range.end).filter(|_| tag.kind == WordPressTagKind::Open);
        if self.is_link(&tag) {
            return at + 1;
        }
        let alone = self.head(tag.range.start).trim().is_empty() && ends_line(&self.text[tag.range.end..]);
        if !unmistakable(&tag, is, end.is_some()) {
            let looks = is_meant(&tag, is, end.is_some(), alone);
            if !looks || !self.of_wordpress {
                let hides = alone && self.of_wordpress && is_secret(&tag.name);
                if hides || looks && (tag.quoted || end.is_some()) {
                    self.diagnostics.extend((self.diagnostics.len() < MOST).then(|| shown(self.text, &tag)));
                }
                return at + 1;
            }
        }
        // What has words between its tags keeps them.
        let end = end.filter(|end| {
            let body = &self.text[tag.range.end..end.start];
            let short = body.len() < LONGEST && !body.contains("\n\n");
            match is {
                Some(Is::Frame | Is::Audio | Is::Video | Is::Playlist | Is::Embed) => {
                    short && !again(body, &tag.name)
                }
                Some(Is::Caption | Is::Made | Is::Gallery) => !again(body, &tag.name),
                _ => true,
            }
        });
        let is = is.filter(|is| *is != Is::Gallery || end.is_none());
        let Some(is) =
            is.filter(|is| !(end.is_some() && matches!(is, Is::Shared | Is::Element(_) | Is::Looks)))
        else {
            return self.unknown(&tag, end, regions);
        };
        // What has no body may be followed by the end of another.
        let end = end.filter(|_| !matches!(is, Is::More | Is::Gone | Is::Looks) || alone);
        let range = tag.range.start..end.as_ref().map_or(tag.range.end, |end| end.end);
        let body = end.map(|end| tag.range.end..end.start);
        self.is(&tag, is, range, body, regions)
    }

    /// A shortcode of another kind, or one whose body may hold further ones.
    fn unknown(&mut self, tag: &WordPressTag, end: Option<Range<usize>>, regions: &mut TextRegions) -> usize {
        let mut call = Call::new(&tag.name, tag.given.clone(), self.context.flavour);
        call.html = self.html || within(&self.blocks, tag.range.start).is_some();
        self.opened.insert(tag.name.clone());
        let (range, kind) = match end {
            Some(end) if is_raw(&call.name, &call.given) && !is_secret(&call.name) => {
                call.paired = true;
                call.body = Some(&self.text[tag.range.end..end.start]);
                let range = tag.range.start..end.end;
                if !self.html {
                    regions.pass(self.text, &range, self.context.flavour);
                }
                (range, ShortcodeTokenKind::Raw(call, tag.range.end..end.start))
            }
            Some(_) => (tag.range.clone(), ShortcodeTokenKind::Open(call)),
            None => (tag.range.clone(), ShortcodeTokenKind::Single(call)),
        };
        let end = range.end;
        self.tokens.push(ShortcodeToken { range, kind });
        end
    }

    /// A shortcode of which is known what becomes of it. Returns where to go on.
    fn is(
        &mut self,
        tag: &WordPressTag,
        is: Is,
        range: Range<usize>,
        body: Option<Range<usize>>,
        regions: &mut TextRegions,
    ) -> usize {
        let text = self.text;
        let from = self.tokens.last().map_or(0, |token| token.range.end);
        let head = self.head(range.start);
        let only_marks = head.chars().all(|c| c.is_ascii_digit() || " \t>-*+.)".contains(c));
        let place = match within(&self.blocks, range.start) {
            _ if self.html => ShortcodePlace::Post,
            Some(block) => {
                // Where a paragraph is cut in two, HTML begins again with its other half.
                let (_, first, last) = out_of_paragraph(text, &range, from);
                let rest = text.get(range.end..block.end).unwrap_or_default().trim();
                ShortcodePlace::Html {
                    last: rest.is_empty()
                        || !first.is_empty()
                        || !last.is_empty()
                        || rest.starts_with("</p>"),
                }
            }
            None => ShortcodePlace::Text { alone: only_marks && ends_line(&text[range.end..]) },
        };
        let whole = WholeShortcode {
            tag,
            body: body.clone().map(|body| &text[body]),
            place,
            flavour: self.context.flavour,
            indent: if head.trim().is_empty() { head.len() } else { 0 },
            quoted: head.trim_start().starts_with('>'),
        };
        let (mut shape, diagnostic) = whole.answer(is);
        let mut range = range;
        if let Shape::Block(block, _) | Shape::Inline(block) = &mut shape
            && !matches!(place, ShortcodePlace::Text { .. })
            && (block.starts_with("<figure") || block.starts_with("```") || block.starts_with("<pre"))
        {
            let (wider, first, last) = out_of_paragraph(text, &range, from);
            let gap = if block.starts_with('`') { "\n\n" } else { "" };
            *block = [
                first,
                if first.is_empty() { "" } else { gap },
                block,
                if last.is_empty() { "" } else { gap },
                last,
            ]
            .concat();
            range = wider;
        }
        if let Shape::Block(block, _) = &shape
            && !block.contains("```")
            && !matches!(place, ShortcodePlace::Text { .. })
        {
            shape = Shape::Inline(block.clone());
        }
        if body.is_some() && !self.html {
            regions.pass(text, &range, self.context.flavour);
        }
        let end = range.end;
        self.tokens.push(ShortcodeToken {
            range,
            kind: ShortcodeTokenKind::Is(tag.name.clone(), (shape, diagnostic)),
        });
        end
    }

    /// `[[name]]` and `[[name] … [/name]]` show what is in the outer brackets.
    fn doubled(&mut self, at: usize, tag: &WordPressTag, is: Option<Is>) -> usize {
        let text = self.text;
        let start = tag.range.start;
        let whole = text[..tag.range.end].ends_with("]]") || text[..tag.range.end].ends_with("\\]\\]");
        // `[[Note]]` is a link of Obsidian's, and `[[toc]]` of others.
        let meant = self.of_wordpress
            && (tag.quoted
                || is.is_some() && !self.context.engines.has(Engine::Obsidian) && tag.name != "toc");
        if !meant {
            return at + 2;
        }
        let inside = text[start..tag.range.end].replace('\\', "");
        let shown = inside.strip_prefix('[').unwrap_or(&inside);
        if whole {
            let shown = shown.strip_suffix(']').unwrap_or(shown);
            self.tokens.push(ShortcodeToken {
                range: tag.range.clone(),
                kind: ShortcodeTokenKind::Text(inert(shown)),
            });
            return tag.range.end;
        }
        let end =
            self.end_of(&tag.name, tag.range.end).filter(|end| text[end.end..].starts_with([']', '\\']));
        let Some(end) = end else { return at + 2 };
        self.tokens
            .push(ShortcodeToken { range: tag.range.clone(), kind: ShortcodeTokenKind::Text(inert(shown)) });
        let rest = &text[end.end..];
        let last = end.end + if rest.starts_with("\\]") { 2 } else { usize::from(rest.starts_with(']')) };
        let closing = inert(&text[end.clone()].replace('\\', ""));
        self.tokens.push(ShortcodeToken { range: end.start..last, kind: ShortcodeTokenKind::Text(closing) });
        last
    }

    /// Whether brackets are those of a link, a picture or a definition of one.
    fn is_link(&self, tag: &WordPressTag) -> bool {
        if self.html || tag.quoted {
            return false;
        }
        let after = &self.text[tag.range.end..];
        let inside = &self.text[tag.range.start + 1..tag.range.end - 1];
        after.starts_with('(') && !tag.escaped
            || after.starts_with(':') && self.head(tag.range.start).trim().is_empty()
            || !self.defined.is_empty()
                && (self.defined.contains(&inside.to_lowercase()) || self.refers(after))
    }

    /// Whether a text begins with the name of a link in brackets.
    fn refers(&self, text: &str) -> bool {
        let Some(inside) = text.strip_prefix('[') else { return false };
        let near = inside.bytes().take(HEAD).position(|b| b == b']');
        near.is_some_and(|end| self.defined.contains(&inside[..end].to_lowercase()))
    }

    /// What stands before an offset on its line; of a long one, its end.
    fn head(&self, at: usize) -> &'a str {
        let mut from = at.saturating_sub(HEAD);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let near = &self.text[from..at];
        &near[near.rfind('\n').map_or(0, |i| i + 1)..]
    }
}

/// Whether a name is opened once more before it ends.
fn again(body: &str, name: &str) -> bool {
    body.match_indices('[').any(|(at, _)| {
        let rest = body.get(at + 1..at + 1 + name.len());
        rest.is_some_and(|rest| rest.eq_ignore_ascii_case(name))
    })
}
