//! The table of marks: markup of other engines beyond Markdown, and what it is translated to.
//!
//! Each translator in [`crate::translate`] owns the rows of the marks that it reads. The tests use the table:
//! each example is translated in a folder of its engine, and left alone and reported in other folders. `docs/marks.md` is made of it.

use crate::engine::Engine;
use crate::translate;
pub use crate::translate::mark::{Mark, Scope};

/// All marks, by translator.
pub fn all() -> impl Iterator<Item = &'static Mark> {
    translate::TABLES.iter().copied().flatten()
}

/// The table as a page of the documentation.
#[must_use]
pub fn document() -> String {
    let mut out = String::from(
        "# Marks of other engines\n\n\
         This page is generated from the table in `crates/import/src/marks.rs`. A test compares the two;\n\
         `BLESS=1 cargo test -p lamplight-import marks` writes the page.\n\n\
         A mark is markup beyond Markdown. Marks of `its engine's` folders are read only in folders that are recognised as that engine's, or if\n\
         the setting `engines` names the engine. In other folders such a mark stays text, and a diagnostic tells where it looks intended. Marks of\n\
         `every folder` are read in all folders. Code is never changed.\n\n\
         | Engines | Where | Mark | What becomes of it | Told as |\n|---|---|---|---|---|\n",
    );
    for mark in all() {
        let engines: Vec<&str> = match mark.engines.len() == Engine::ALL.len() {
            true => vec!["all"],
            false => mark.engines.iter().map(|engine| engine.name()).collect(),
        };
        let place = match mark.scope {
            Scope::Everywhere => "every folder",
            Scope::Engines => "its engine's",
        };
        let code = if mark.code.is_empty() { String::new() } else { format!("`{}`", mark.code) };
        let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
        let ticks = if mark.syntax.contains('`') { "``" } else { "`" };
        let pad = if ticks == "``" { " " } else { "" };
        out.push_str(&format!(
            "| {} | {place} | {ticks}{pad}{}{pad}{ticks} | {} | {code} |\n",
            engines.join(", "),
            cell(mark.syntax),
            cell(mark.becomes),
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engines;
    use crate::translate::{Context, translate};
    use lamplight_markdown::Flavour;

    fn context(engines: Engines) -> Context<'static> {
        Context { engines, ..Context::plain(Flavour::Blog { smart: false }) }
    }

    #[test]
    fn each_example_becomes_its_result() {
        for mark in all() {
            for engine in mark.engines {
                let done = translate(mark.example, &context(Engines::NONE.with(*engine)));
                assert_eq!(done.markdown, mark.result, "{} {}", engine.name(), mark.syntax);
            }
        }
    }

    #[test]
    fn a_mark_of_another_engine_is_text_and_told() {
        for mark in all().filter(|mark| mark.scope == Scope::Engines) {
            let done = translate(mark.example, &context(Engines::NONE));
            assert_eq!(done.markdown, mark.example, "{}", mark.syntax);
            let codes: Vec<_> = done.diagnostics.iter().map(|d| d.code).collect();
            assert!(
                mark.code.is_empty() || codes.contains(&mark.code),
                "{}: reported {codes:?}",
                mark.syntax
            );
        }
    }

    #[test]
    fn the_documentation_is_this_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/marks.md");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, document()).unwrap();
        }
        assert!(
            std::fs::read_to_string(path).unwrap() == document(),
            "docs/marks.md is not the table: BLESS=1"
        );
    }
}
