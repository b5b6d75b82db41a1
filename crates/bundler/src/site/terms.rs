//! Terms: which spellings are one term, and which posts have it.

use std::collections::{BTreeMap, HashMap};

use lamplight_format::model::{Summary, Term, TermInfo, TermKind};
use lamplight_import::permalink;
use lamplight_import::slug::slugify;

use super::ResolvedPost;
use crate::config::Config;
use crate::parsed_post::ParsedPost;

/// The posts of one term, as positions in [`super::ResolvedSite::posts`].
pub(crate) struct TermPosts {
    pub term: Term,
    pub posts: Vec<usize>,
    pub current: Option<bool>,
}

impl TermPosts {
    /// What the page of the term shows above its posts.
    pub(crate) fn info(&self, kind: TermKind, config: &Config) -> TermInfo {
        let by_name = config.authors.values().find(|a| a.name == self.term.name);
        let author =
            by_name.or_else(|| config.authors.get(&self.term.name)).filter(|_| kind == TermKind::Author);
        TermInfo {
            kind,
            term: self.term.clone(),
            author_status: self.current,
            about: author.map(|a| a.about.clone()).unwrap_or_default(),
        }
    }
}

/// Which name and slug each spelling of a term stands for: `Ruby` and `ruby` are one.
pub(super) struct TermNames {
    by_spelling: HashMap<(TermKind, String), Term>,
}

impl TermNames {
    pub(super) fn of<'a>(parsed_posts: impl Iterator<Item = &'a ParsedPost>, config: &Config) -> Self {
        let mut counts: BTreeMap<(TermKind, String), BTreeMap<String, usize>> = BTreeMap::new();
        for parsed in parsed_posts {
            let kinds = [
                (TermKind::Author, &parsed.authors),
                (TermKind::Category, &parsed.categories),
                (TermKind::Tag, &parsed.tags),
            ];
            for (kind, names) in kinds {
                for name in names {
                    *counts.entry((kind, term_slug(name))).or_default().entry(name.clone()).or_default() += 1;
                }
            }
        }
        let mut by_spelling = HashMap::new();
        for ((kind, slug), spellings) in counts {
            // The most frequent spelling; of equals the first in the alphabet.
            let best =
                spellings.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(name, _)| name.clone());
            let mut name = best.unwrap_or_default();
            if kind == TermKind::Author
                && let Some(author) = config.authors.get(&name).filter(|a| !a.name.is_empty())
            {
                name.clone_from(&author.name);
            }
            for spelling in spellings.into_keys() {
                by_spelling.insert((kind, spelling), Term { name: name.clone(), slug: slug.clone() });
            }
        }
        Self { by_spelling }
    }

    /// Adds the names of others, for spellings and slugs that have none here.
    pub(super) fn or(mut self, others: Self) -> Self {
        let known: HashMap<(TermKind, String), Term> = self
            .by_spelling
            .iter()
            .map(|((kind, _), term)| ((*kind, term.slug.clone()), term.clone()))
            .collect();
        for ((kind, spelling), term) in others.by_spelling {
            let term = known.get(&(kind, term.slug.clone())).cloned().unwrap_or(term);
            self.by_spelling.entry((kind, spelling)).or_insert(term);
        }
        self
    }

    pub(super) fn terms(&self, kind: TermKind, names: &[String]) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::new();
        for name in names {
            if let Some(term) = self.by_spelling.get(&(kind, name.clone()))
                && !terms.iter().any(|t| t.slug == term.slug)
            {
                terms.push(term.clone());
            }
        }
        terms
    }
}

/// A slug that keeps `C`, `C++` and `C#` apart, and is never empty.
fn term_slug(name: &str) -> String {
    let slug = slugify(&name.replace('+', " plus ").replace('#', " sharp "));
    let own = || crate::output::hash(name.as_bytes()).0[..8].to_owned();
    match permalink::segment(&slug) {
        Some(short) if short == slug => slug,
        // Two long names may begin alike.
        Some(short) => format!("{short}-{}", own()),
        None => format!("term-{}", own()),
    }
}

/// All terms with their posts.
pub(super) fn group(posts: &[ResolvedPost]) -> BTreeMap<(TermKind, String), TermPosts> {
    let mut groups: BTreeMap<(TermKind, String), TermPosts> = BTreeMap::new();
    for (i, ResolvedPost { data: post, .. }) in posts.iter().enumerate() {
        let s = &post.summary;
        for (kind, terms) in
            [(TermKind::Author, &s.authors), (TermKind::Category, &s.categories), (TermKind::Tag, &s.tags)]
        {
            for term in terms {
                let group = groups.entry((kind, term.slug.clone())).or_insert_with(|| TermPosts {
                    term: term.clone(),
                    posts: Vec::new(),
                    current: None,
                });
                group.posts.push(i);
                // The status is that of a post's only author, in the newest post that gives one.
                if kind == TermKind::Author && s.authors.len() == 1 {
                    group.current = s.author_status.or(group.current);
                }
            }
        }
    }
    groups
}

/// Removes terms without a page from an unlisted post. Its authors stay, without a link.
pub(super) fn only_known(groups: &BTreeMap<(TermKind, String), TermPosts>, summary: &mut Summary) {
    let is_there = |kind, term: &Term| groups.contains_key(&(kind, term.slug.clone()));
    summary.categories.retain(|term| is_there(TermKind::Category, term));
    summary.tags.retain(|term| is_there(TermKind::Tag, term));
    for author in &mut summary.authors {
        if !is_there(TermKind::Author, author) {
            author.slug.clear();
        }
    }
}
