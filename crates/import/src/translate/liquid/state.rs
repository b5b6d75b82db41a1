//! State of the translator for Liquid.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;

use lamplight_markdown::Flavour;

use super::names::{LiquidNames, NameSources};
use super::pairs::BlockTag;
use crate::diagnostic::Diagnostic;
use crate::translate::context::{Context, Unknown};
use crate::translate::out::OutputText;

/// Bytes that one post may write by values and included files, and that its loops may go through.
pub(super) const BUDGET: usize = 4_000_000;

/// Why a loop's body ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interrupt {
    Break,
    Continue,
}

pub(super) struct Liquid<'a> {
    pub(super) text: &'a str,
    pub(super) flavour: Option<Flavour>,
    pub(super) context: &'a Context<'a>,
    pub(super) sources: &'a NameSources<'a>,
    pub(super) names: LiquidNames,
    pub(super) unknown: Unknown,
    pub(super) out: OutputText,
    pub(super) code: Vec<Range<usize>>,
    pub(super) parses: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) unreported: usize,
    pub(super) counts: BTreeMap<String, usize>,
    /// Where a tag without its end was looked for, to look only once.
    pub(super) missing: BTreeMap<String, usize>,
    /// The parts of each block, by where it begins.
    pub(super) pairs: HashMap<usize, Rc<[BlockTag<'a>]>>,
    /// Where a branch ends, and where its block does.
    pub(super) jumps: BTreeMap<usize, usize>,
    pub(super) interrupt: Option<Interrupt>,
    /// Bytes that may still be gone through again or written.
    pub(super) budget: usize,
    /// How deep this is in loops and included files.
    pub(super) depth: usize,
}
