//! Reads info strings of other engines, and writes them as our own.

/// The content of an info string of any engine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FenceInfo {
    pub language: String,
    pub title: String,
    pub marked: Vec<(u32, u32)>,
    pub numbered: bool,
    pub diff: bool,
    /// The number of the first line, if it is not 1.
    pub start: Option<u32>,
    /// Lines that readers don't see.
    pub hidden: Vec<(u32, u32)>,
    /// The word that hides the code from readers, as written.
    pub unshown: Option<String>,
    /// Whether it is a chunk that its engine runs: `{r}`.
    pub runs: bool,
}

/// Bytes of a fence's words. What is longer is read by nobody.
const LONGEST: usize = 2_000;

impl FenceInfo {
    /// Reads what stands behind a fence.
    pub(super) fn read(info: &str) -> Self {
        let mut words = Self::default();
        let info = info.trim();
        if info.len() > LONGEST {
            return words;
        }
        let rest = match info.strip_prefix('{') {
            // A raw block of Pandoc's is no code.
            Some(inside) if !inside.starts_with('=') && inside.contains('}') => words.braces_first(inside),
            _ => words.name(info),
        };
        words.rest(rest);
        words.diff |= words.language == "diff";
        words
    }

    /// `{.python .numberLines}` and `{r, echo=FALSE}`. Returns what follows.
    fn braces_first<'i>(&mut self, inside: &'i str) -> &'i str {
        let end = closing(inside);
        let (inside, rest) = (&inside[..end], inside.get(end + 1..).unwrap_or_default());
        let all = options(inside);
        let is_lines = all.iter().all(|(key, value)| value.is_empty() && lines_of(key).is_some());
        if is_lines {
            self.marked.extend(all.iter().filter_map(|(key, _)| lines_of(key)));
            return rest;
        }
        for (i, (key, value)) in all.iter().enumerate() {
            if let Some(class) = key.strip_prefix('.').filter(|_| value.is_empty()) {
                self.class(class);
            } else if i == 0 && value.is_empty() && !key.starts_with('#') {
                // Only chunks of R Markdown and Quarto begin so: what is behind their first word is a name.
                self.language.clone_from(key);
                self.runs = true;
            } else {
                self.option(key, value);
            }
        }
        rest
    }

    fn class(&mut self, class: &str) {
        match class.to_ascii_lowercase().as_str() {
            "numberlines" | "number-lines" | "line-numbers" | "linenums" | "linenos" => self.numbered = true,
            "no-line-numbers" | "nolinenumbers" => self.numbered = false,
            "sourcecode" | "cell" | "eval" | "no-copy" | "copy" | "code" => {}
            _ if self.language.is_empty() => {
                class.strip_prefix("language-").unwrap_or(class).clone_into(&mut self.language);
            }
            _ => {}
        }
    }

    /// The first word: `rust`, `js:src/index.js`, `ts:line-numbers`. Returns what follows.
    fn name<'i>(&mut self, info: &'i str) -> &'i str {
        let end = info.find([' ', '\t', '{', ',', '[']).unwrap_or(info.len());
        let (word, mut rest) = info.split_at(end);
        if word.contains('=') {
            // No language at all: `title="a.txt"`.
            return info;
        }
        let Some((name, tail)) =
            word.split_once(':').filter(|(_, tail)| !tail.is_empty() && !tail.starts_with('/'))
        else {
            word.trim_end_matches(':').clone_into(&mut self.language);
            return rest;
        };
        name.clone_into(&mut self.language);
        match tail.split_once('=') {
            _ if name == "lang" => tail.clone_into(&mut self.language),
            _ if tail.starts_with("line-numbers") => {
                self.option("line-numbers", tail.split_once('=').map_or("", |(_, start)| start));
            }
            _ if tail == "no-line-numbers" => {}
            Some(("title", title)) => {
                // Gatsby's titles have blanks if nothing follows.
                let more = rest.find(['{', ',']).unwrap_or(rest.len());
                self.title = [title, &rest[..more]].concat().trim().trim_matches('"').to_owned();
                rest = &rest[more..];
            }
            _ => self.title = tail.to_owned(),
        }
        rest
    }

    /// What follows on the language.
    fn rest(&mut self, mut rest: &str) {
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('{') {
                let end = closing(inside);
                self.braces(&inside[..end]);
                rest = inside.get(end + 1..).unwrap_or_default();
            } else if let Some(inside) = rest.strip_prefix('[') {
                let end = inside.find(']').unwrap_or(inside.len());
                if self.title.is_empty() {
                    inside[..end].trim().clone_into(&mut self.title);
                }
                rest = inside.get(end + 1..).unwrap_or_default();
            } else if let Some(inside) = rest.strip_prefix('/')
                && let Some(end) = inside.find('/')
            {
                // Words that are marked within lines.
                rest = &inside[end + 1..];
            } else {
                let start = rest.trim_start_matches([' ', '\t', ',', ':']);
                if start.len() < rest.len() {
                    rest = start;
                    continue;
                }
                let (key, value, after) = option(rest);
                self.option(key, &value);
                rest = if after.len() < rest.len() {
                    after
                } else {
                    rest.get(char_len(rest)..).unwrap_or_default()
                };
            }
        }
    }

    /// `{1,3-4}`, `{linenos=table,hl_lines=[1,"2-3"]}`, `{numberLines: true}`.
    fn braces(&mut self, inside: &str) {
        for (key, value) in options(inside) {
            match lines_of(&key) {
                Some(lines) if value.is_empty() => self.marked.push(lines),
                _ => match key.strip_prefix('.') {
                    Some(class) => self.class(class),
                    None => self.option(&key, &value),
                },
            }
        }
    }

    fn option(&mut self, key: &str, value: &str) {
        let no = matches!(value.to_ascii_lowercase().as_str(), "false" | "f" | "no" | "none" | "off" | "0");
        let key = key.trim_end_matches(':');
        match key.to_ascii_lowercase().replace('_', "-").as_str() {
            "linenos" | "lines" | "linenums" | "showlinenumbers" | "linenumbers" | "numberlines"
            | "line-numbers" | "ln" | "number-lines" | "code-line-numbers" => {
                self.numbered = !no;
                self.starts(value);
            }
            "linenostart" | "startfrom" | "start-from" | "start-line" | "startlinenumber"
            | "linenumberstart" | "firstline" | "firstnumber" | "start" | "data-start"
            | "code-line-start" => self.starts(value),
            "hl-lines"
            | "emphasize-lines"
            | "mark"
            | "mark-lines"
            | "hl"
            | "highlight"
            | "highlightlines"
            | "ins"
            | "del"
            | "data-line"
            | "line"
            | "source-line-numbers"
            | "add"
            | "remove" => self.marked.extend(all_lines(value)),
            "hide-lines" | "hidelines" | "hide" => self.hidden.extend(all_lines(value)),
            "title" | "name" | "filename" | "file" | "codetitle" | "caption" | "label-title"
                if self.title.is_empty() && !value.is_empty() =>
            {
                value.clone_into(&mut self.title);
            }
            "diff" if value.is_empty() => self.diff = true,
            // A chunk that is not run is shown; one that is not echoed is not.
            "echo" | "include" if no => self.unshown = Some(format!("{key}={value}")),
            _ => {}
        }
    }

    /// One of Quarto's options: `echo: false`.
    pub(super) fn chunk_option(&mut self, key: &str, value: &str) {
        match key {
            "filename" | "code-line-numbers" | "echo" | "include" => self.option(key, value),
            "classes" | "class-source" => {
                value.split_whitespace().for_each(|c| self.class(c.trim_start_matches('.')))
            }
            _ => {}
        }
    }

    fn starts(&mut self, value: &str) {
        self.start = value.trim().parse().ok().filter(|first| *first > 1).or(self.start);
    }

    /// The same in our own words.
    pub(super) fn written(&self) -> String {
        let mut out = self.language.replace([' ', '`', '{', ','], "");
        let mut put = |word: String| {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&word);
        };
        if self.numbered {
            put("lines".to_owned());
        }
        if self.diff && self.language != "diff" {
            put("diff".to_owned());
        }
        if !self.marked.is_empty() {
            let lines: Vec<String> = self
                .marked
                .iter()
                .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") })
                .collect();
            put(format!("{{{}}}", lines.join(",")));
        }
        if !self.title.is_empty() {
            put(format!("title=\"{}\"", self.title.replace('"', "'").replace(['`', '\n'], "").trim()));
        }
        // A fence without a language begins with a blank, or its first word would be one.
        if self.language.is_empty() && !out.is_empty() { [" ", &out].concat() } else { out }
    }

    /// Without hidden lines, of which the others have other numbers.
    pub(super) fn without_hidden(&self) -> Self {
        let gone = |line: u32| {
            let sum = |(from, to): &(u32, u32)| {
                u64::from((line.saturating_sub(1)).min(*to).saturating_sub(from - 1))
            };
            self.hidden.iter().map(sum).sum::<u64>()
        };
        let less = |line: u32| line.saturating_sub(u32::try_from(gone(line)).unwrap_or(u32::MAX)).max(1);
        let marked = self.marked.iter().map(|(from, to)| (less(*from), less(*to))).collect();
        Self { marked, ..self.clone() }
    }
}

/// `4-6` or `4`.
pub(super) fn lines_of(text: &str) -> Option<(u32, u32)> {
    // `"a name":2-3`
    let text = text.rsplit_once("\":").map_or(text, |(_, lines)| lines).trim();
    let (from, to) = text.split_once(['-', '–']).unwrap_or((text, text));
    let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (from > 0 && from <= to).then_some((from, to))
}

fn all_lines(value: &str) -> impl Iterator<Item = (u32, u32)> {
    value.split([' ', ',', '[', ']', '{', '}', '"', '\'']).filter_map(lines_of)
}

/// Where braces end, given what stands behind the first.
fn closing(inside: &str) -> usize {
    let (mut quote, mut depth) = (None, 0_usize);
    for (i, c) in inside.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') if depth == 0 => return i,
            (None, '}') => depth -= 1,
            _ => {}
        }
    }
    inside.find('}').unwrap_or(inside.len())
}

/// Names and values between braces. A value without a name is a name without a value.
fn options(inside: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = inside;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',', ';']);
        if rest.is_empty() || found.len() > 100 {
            return found;
        }
        let (key, value, after) = option(rest);
        found.push((key.to_owned(), value));
        rest = if after.len() < rest.len() { after } else { rest.get(char_len(rest)..).unwrap_or_default() };
    }
}

fn char_len(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

/// A name, its value and what follows: `hl_lines=[1,"2-3"]`, `title="a b"`, `numberLines: true`, `mark={1,3}`.
fn option(text: &str) -> (&str, String, &str) {
    if text.starts_with(['"', '\'']) {
        // Words to be marked, perhaps with lines: `"label":2-3`.
        let quote = &text[..1];
        let end = text[1..].find(quote).map_or(text.len(), |i| i + 2);
        let tail = text[end..].find([' ', ',', '\t', '}']).unwrap_or(text.len() - end);
        return (&text[..end + tail], String::new(), &text[end + tail..]);
    }
    let end = text.find([' ', '\t', ',', '=', '{', '[', ';']).unwrap_or(text.len());
    let (key, rest) = text.split_at(end);
    // `showLineNumbers{5}`, `key: value`
    if let Some(inside) = rest.strip_prefix('{').filter(|_| !key.is_empty()) {
        let end = closing(inside);
        return (key, inside[..end].to_owned(), inside.get(end + 1..).unwrap_or_default());
    }
    let value = match rest.strip_prefix('=') {
        Some(value) => value,
        None if key.ends_with(':') && rest.starts_with(' ') => rest.trim_start_matches(' '),
        // `hl_lines = "1"`
        None => match rest.trim_start_matches([' ', '\t']).strip_prefix('=') {
            Some(value) => value.trim_start_matches([' ', '\t']),
            None => return (key, String::new(), rest),
        },
    };
    let within = |open: char, close: char| {
        let inside = value.strip_prefix(open)?;
        let end = inside.find(close).unwrap_or(inside.len());
        Some((inside[..end].to_owned(), inside.get(end + close.len_utf8()..).unwrap_or_default()))
    };
    let known = [('"', '"'), ('\'', '\''), ('[', ']'), ('{', '}')]
        .iter()
        .find_map(|(open, close)| within(*open, *close));
    let (value, after) = known.unwrap_or_else(|| {
        let end = value.find([' ', '\t', ',', '}']).unwrap_or(value.len());
        (value[..end].to_owned(), &value[end..])
    });
    (key, value, after)
}
