//! Finds the tags of a block: `{% if %}`, its `{% else %}` and its `{% endif %}`.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::tag::{find, next, tag};
use crate::translate::scan::within;

/// A tag of a block: the one that opens it, one that begins a branch, or its end.
#[derive(Clone, Debug)]
pub(super) struct BlockTag<'a> {
    pub name: &'a str,
    pub rest: &'a str,
    pub range: Range<usize>,
    /// Whether white space before the tag and behind it goes.
    pub trims: (bool, bool),
}

/// Blocks, and what begins a branch of them.
const BLOCKS: [(&str, &str, &[&str]); 7] = [
    ("if", "endif", &["elsif", "else", "elseif"]),
    ("unless", "endunless", &["elsif", "else", "elseif"]),
    ("case", "endcase", &["when", "else"]),
    ("for", "endfor", &["else"]),
    ("capture", "endcapture", &[]),
    ("ifchanged", "endifchanged", &[]),
    ("comment", "endcomment", &[]),
];

/// Blocks that another may have been opened in and not closed, at most.
const UNCLOSED: usize = 16;

/// The parts of each block that ends, by the place of its first tag.
pub(super) fn pairs<'a>(text: &'a str, code: &[Range<usize>]) -> HashMap<usize, Rc<[BlockTag<'a>]>> {
    let mut found = HashMap::new();
    let mut open: Vec<(usize, Vec<BlockTag<'a>>)> = Vec::new();
    let mut at = 0;
    let mut unended = Vec::new();
    while let Some(start) = next(text, at) {
        let Some(tag) = tag(text, start) else {
            at = start + text[start..].bytes().take_while(|b| *b == b'{').count();
            continue;
        };
        at = tag.range.end;
        if tag.output || within(code, start).is_some() {
            continue;
        }
        // Nothing in these is Liquid.
        if let Some(end) = [("raw", "endraw"), ("highlight", "endhighlight"), ("codeblock", "endcodeblock")]
            .into_iter()
            .find(|(name, _)| *name == tag.name)
            .map(|(_, end)| end)
        {
            if !unended.contains(&end) {
                match find(text, at, end) {
                    Some(end) => at = end.range.end,
                    None => unended.push(end),
                }
            }
            continue;
        }
        let in_comment = open.last().is_some_and(|(block, _)| BLOCKS[*block].0 == "comment");
        let part = BlockTag { name: tag.name, rest: tag.rest, range: tag.range, trims: tag.trims };
        if let Some(block) = BLOCKS.iter().position(|row| row.0 == part.name) {
            if !in_comment || part.name == "comment" {
                open.push((block, vec![part]));
            }
        } else if let Some(block) = BLOCKS.iter().position(|row| row.1 == part.name) {
            let nearest = open.iter().rev().take(UNCLOSED).position(|(own, _)| *own == block);
            if let Some(above) = nearest.filter(|above| *above == 0 || !in_comment) {
                open.truncate(open.len() - above);
                if let Some((_, mut parts)) = open.pop() {
                    parts.push(part);
                    found.insert(parts[0].range.start, parts.into());
                }
            }
        } else if let Some((block, parts)) = open.last_mut()
            && BLOCKS[*block].2.contains(&part.name)
        {
            parts.push(part);
        }
    }
    found
}
