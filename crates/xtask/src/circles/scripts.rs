//! What the scripts in `public/` import from each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::arrows::Arrows;

/// By script: the scripts that it imports, with the names that it takes from each.
#[derive(Default)]
pub(super) struct Scripts(BTreeMap<PathBuf, Vec<(PathBuf, BTreeSet<String>)>>);

impl Scripts {
    /// Reads all scripts below a folder.
    ///
    /// # Errors
    /// If a file can't be read, or if there are no scripts.
    pub(super) fn below(folder: &Path) -> Result<Self> {
        let mut scripts = Self::default();
        scripts.collect(folder)?;
        (!scripts.0.is_empty())
            .then_some(scripts)
            .with_context(|| format!("no script is in {}", folder.display()))
    }

    fn collect(&mut self, folder: &Path) -> Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.collect(&path)?;
            } else if path.extension().is_some_and(|ending| ending == "js") {
                let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
                self.add(&path, &text);
            }
        }
        Ok(())
    }

    fn add(&mut self, file: &Path, text: &str) {
        let imports = imports(text).map(|(from, names)| (resolved(file, from), names));
        self.0.insert(file.to_path_buf(), imports.collect());
    }

    /// From each script to those that it imports.
    pub(super) fn arrows(&self) -> Arrows<'_> {
        let mut arrows = Arrows::new();
        for (file, imports) in &self.0 {
            for (other, names) in imports {
                let all = arrows.entry(file.as_path()).or_default().entry(other.as_path()).or_default();
                all.extend(names.iter().cloned());
            }
        }
        arrows
    }
}

/// The files that a script names in `import … from "./x.js"`, `export … from "./x.js"` or `import "./x.js"`, and the names that stand
/// there. A statement begins a line; nothing else in our scripts does so with these words.
fn imports(text: &str) -> impl Iterator<Item = (&str, BTreeSet<String>)> {
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let is_import =
        |rest: &&str| ["import ", "export {", "export *"].iter().any(|start| rest.starts_with(start));
    let statements = lines.map(|at| &text[at..]).filter(is_import);
    statements.filter_map(|rest| rest.split(';').next()).filter_map(|statement| {
        let (names, from) =
            statement.rsplit_once(" from ").unwrap_or_else(|| statement.split_at("import ".len()));
        let from = from.trim().trim_matches(['"', '\'']);
        let names = names.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'));
        let names = names.filter(|name| !["", "import", "export", "as"].contains(name)).map(str::to_owned);
        from.starts_with('.').then(|| (from, names.collect()))
    })
}

/// The file that a script means by a path such as `./x.js` or `../x.js`.
fn resolved(file: &Path, path: &str) -> PathBuf {
    let mut out = file.with_file_name("");
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(out.pop()),
            name => out.push(name),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::arrows::circles;
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let mut scripts = Scripts::default();
        files.iter().for_each(|(name, text)| scripts.add(Path::new(name), text));
        circles(&scripts.arrows()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_circle_of_scripts_is_named_with_its_files_and_names() {
        let a = "// Why.\nimport { b, b2 } from \"./x/b.js\";\nexport const a = 1;\n";
        let circle = found(&[
            ("a.js", a),
            ("x/b.js", "import {\n  c,\n} from './c.js';\nexport const b = c;"),
            ("x/c.js", "export { a as c } from \"../a.js\";\n"),
        ]);
        let expected =
            "a circle of 3 files:\n  a.js -> x/b.js: b, b2\n  x/b.js -> x/c.js: c\n  x/c.js -> a.js: a, c";
        assert_eq!(circle, [expected]);
    }

    #[test]
    fn scripts_that_share_what_they_import_are_no_circle() {
        let c = "export const c = 1;\nexport { c as d };\nconst text = 'import { a } from \"./a.js\"';\n// import \"./a.js\";\n";
        let files = [
            ("a.js", "import \"./b.js\";\nimport { c } from \"./c.js\";"),
            ("b.js", "import { c } from \"./c.js\";"),
            ("c.js", c),
        ];
        assert!(found(&files).is_empty());
        // A file that is not there yet, such as what wasm-bindgen writes.
        assert!(found(&[("a.js", "import { ask } from \"./lamplight-app.js\";")]).is_empty());
    }
}
