//! Languages in names: `post.fr.md` beside `post.md`, and folders of one language.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::file::Source;
use crate::config::Layout;

/// Two letters for each language that has them (ISO 639-1).
const CODES: &str = " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv \
    dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu \
    ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne \
    ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv \
    sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

/// The language that a part of a name may stand for, as BCP 47 writes it: `zh_cn` is `zh-CN`.
fn tag(text: &str) -> Option<String> {
    let mut parts = text.split(['-', '_']);
    let language = parts.next()?.to_ascii_lowercase();
    if !CODES.contains(&format!(" {language} ")) || language.len() != 2 {
        return None;
    }
    let mut out = language;
    for part in parts {
        let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
        let digits = part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit());
        match part.len() {
            4 if letters => {
                out.push_str(&format!("-{}{}", part[..1].to_uppercase(), part[1..].to_lowercase()))
            }
            2 if letters => out.push_str(&format!("-{}", part.to_uppercase())),
            3 if digits => out.push_str(&format!("-{part}")),
            _ => return None,
        }
    }
    Some(out)
}

/// A place taken apart: folders and stem, language, ending. `posts/a.fr.md` is `posts/a`, `fr`, `md`.
fn apart(place: &str) -> Option<(&str, String, &str)> {
    let (rest, ending) = place.rsplit_once('.')?;
    let (stem, mark) = rest.rsplit_once('.')?;
    if mark.contains('/') || stem.is_empty() || stem.ends_with('/') {
        return None;
    }
    Some((stem, tag(mark)?, ending))
}

/// Sets the language of each file whose name has one, takes it out of the content path, and joins translations.
pub(super) fn tell_apart(sources: &mut [Source], project: &Layout) {
    for source in sources.iter_mut() {
        let folder = project.language_folders.iter().find(|(folder, _)| {
            source.content_path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
        });
        if let Some((folder, language)) = folder {
            source.content_path = source.content_path[folder.len() + 1..].to_owned();
            source.language = Some(language.clone());
        }
    }
    let stems: HashSet<String> =
        sources.iter().filter_map(|s| Some(s.content_path.rsplit_once('.')?.0.to_owned())).collect();
    let mut marks: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (stem, language, _) in sources.iter().filter_map(|source| apart(&source.content_path)) {
        marks.entry(stem.to_owned()).or_default().insert(language);
    }
    // What is a language in the name of one post is one in all names.
    let is_sure = |stem: &str, languages: &BTreeSet<String>| {
        stems.contains(stem) || languages.len() > 1 || stem == "index" || stem.ends_with("/index")
    };
    let mut known: BTreeSet<String> = marks
        .iter()
        .filter(|(stem, found)| is_sure(stem, found))
        .flat_map(|(_, found)| found.clone())
        .collect();
    known.extend(project.languages.iter().chain(&project.default_language).cloned());
    for source in sources.iter_mut() {
        let Some((stem, language, ending)) = apart(&source.content_path) else { continue };
        if known.contains(&language) || language.contains('-') {
            source.content_path = format!("{stem}.{ending}");
            source.language = Some(language);
        }
    }
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    let stem = |source: &Source| source.content_path.rsplit_once('.').map(|(stem, _)| stem.to_owned());
    for stem in sources.iter().filter_map(stem) {
        *groups.entry(stem).or_default() += 1;
    }
    for source in sources.iter_mut() {
        source.translation = stem(source).filter(|stem| groups.get(stem).is_some_and(|count| *count > 1));
    }
    let named: HashSet<String> =
        sources.iter().filter(|s| s.language.is_some()).filter_map(|s| s.translation.clone()).collect();
    for source in sources.iter_mut() {
        // Two endings of one name are no translations.
        source.translation = source.translation.take().filter(|stem| named.contains(stem));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(places: &[&str], project: &Layout) -> Vec<(String, Option<String>, bool)> {
        let mut sources: Vec<Source> = places
            .iter()
            .map(|place| Source { content_path: (*place).to_owned(), ..Source::default() })
            .collect();
        tell_apart(&mut sources, project);
        sources.into_iter().map(|s| (s.content_path, s.language, s.translation.is_some())).collect()
    }

    #[test]
    fn translations_stand_beside_each_other() {
        let of = |places: &[&str]| read(places, &Layout::default());
        let row = |place: &str, language: Option<&str>, joined| {
            (place.to_owned(), language.map(str::to_owned), joined)
        };
        assert_eq!(
            of(&["a.md", "a.fa.md", "b.fa.md", "c.pt_br.md", "x/index.zh-hant.md"]),
            [
                row("a.md", None, true),
                row("a.md", Some("fa"), true),
                row("b.md", Some("fa"), false),
                row("c.md", Some("pt-BR"), false),
                row("x/index.md", Some("zh-Hant"), false)
            ]
        );
        assert_eq!(
            of(&["a.en.md", "a.fr.md"]),
            [row("a.md", Some("en"), true), row("a.md", Some("fr"), true)]
        );
        // Names that only look like it.
        for name in ["node.js.md", "amazon.de.md", "v1.2.md", "what-is.it.md", ".fr.md", "a.b.md"] {
            assert_eq!(of(&[name, "other.md"])[0], row(name, None, false));
        }
    }

    #[test]
    fn settings_tell_languages_and_their_folders() {
        let project = Layout {
            languages: vec!["de".to_owned()],
            language_folders: vec![("fr".to_owned(), "fr".to_owned())],
            ..Layout::default()
        };
        let found = read(&["posts/a.md", "fr/posts/a.md", "posts/b.de.md"], &project);
        assert_eq!(found[1], ("posts/a.md".to_owned(), Some("fr".to_owned()), true));
        assert_eq!(found[2], ("posts/b.md".to_owned(), Some("de".to_owned()), false));
    }
}
