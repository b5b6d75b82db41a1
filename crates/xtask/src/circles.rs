//! Circles: files of one crate, or scripts, that use each other in a loop, so that none of them can be read first.
//!
//! An arrow runs from a file to the file that defines what the first one names. Names that a module hands on are followed
//! to where they come from. That a file declares its modules, or hands their names on (`pub use`), is no arrow.

mod arrows;
mod read;
mod scripts;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::tools::root;
use arrows::{Arrows, Circle, circles};
use read::{File, Names};
use scripts::Scripts;

/// Where a crate begins. The bundler has two: the library, and the command that uses it.
const ROOTS: [&str; 11] = [
    "src/lib.rs",
    "src/main.rs",
    "crates/bundler/src/lib.rs",
    "crates/bundler/src/main.rs",
    "crates/faults/src/main.rs",
    "crates/format/src/lib.rs",
    "crates/import/src/lib.rs",
    "crates/markdown/src/lib.rs",
    "crates/search/src/lib.rs",
    "crates/theme/src/lib.rs",
    "crates/xtask/src/main.rs",
];

/// # Errors
/// If there are circles: the files of each, and what they take from each other.
pub(crate) fn check() -> Result<()> {
    let mut found = Vec::new();
    for start in ROOTS {
        let mut tree = Tree::default();
        tree.collect(Vec::new(), &root().join(start), &|file| Ok(std::fs::read_to_string(file)?))?;
        found.extend(circles(&tree.arrows()).iter().map(Circle::to_string));
    }
    let scripts = Scripts::below(&root().join("public"))?;
    found.extend(circles(&scripts.arrows()).iter().map(Circle::to_string));
    if !found.is_empty() {
        bail!("{} circles of files:\n{}", found.len(), found.join("\n"));
    }
    Ok(())
}

/// The modules of a crate, by their names from the root.
#[derive(Default)]
struct Tree {
    modules: BTreeMap<Names, (PathBuf, File)>,
}

impl Tree {
    /// Reads a module and those below it.
    fn collect(&mut self, module: Names, file: &Path, text: &dyn Fn(&Path) -> Result<String>) -> Result<()> {
        let read =
            text(file).and_then(|text| File::read(&text)).with_context(|| file.display().to_string())?;
        let folder = match file.file_stem().and_then(|name| name.to_str()) {
            _ if module.is_empty() => file.with_file_name(""),
            Some("mod") => file.with_file_name(""),
            _ => file.with_extension(""),
        };
        let children = read.children.clone();
        self.modules.insert(module.clone(), (file.to_path_buf(), read));
        for child in children {
            let below = folder.join(&child).join("mod.rs");
            let file = if text(&below).is_ok() { below } else { folder.join(format!("{child}.rs")) };
            self.collect([module.clone(), vec![child]].concat(), &file, text)?;
        }
        Ok(())
    }

    /// The file that defines what a module calls so, and its name there.
    fn place(&self, module: &[String], path: &[String], hops: usize) -> Option<(&Path, String)> {
        let (file, read) = self.modules.get(module)?;
        let Some((first, rest)) = path.split_first() else { return Some((file, String::new())) };
        let hops = hops.checked_sub(1)?;
        match first.as_str() {
            "crate" => return self.place(&[], rest, hops),
            "self" => return self.place(module, rest, hops),
            "super" => return self.place(module.split_last()?.1, rest, hops),
            _ => {}
        }
        let child = [module, std::slice::from_ref(first)].concat();
        if self.modules.contains_key(&child) && !(rest.is_empty() && read.bound.contains_key(first)) {
            return self.place(&child, rest, hops);
        }
        if read.defined.contains(first) {
            return Some((file, first.clone()));
        }
        if let Some(path) = read.bound.get(first) {
            return self.place(module, &[path.as_slice(), rest].concat(), hops);
        }
        read.globs.iter().find_map(|glob| self.place(module, &[glob.as_slice(), path].concat(), hops))
    }

    fn arrows(&self) -> Arrows<'_> {
        let mut arrows = Arrows::new();
        for (module, (file, read)) in &self.modules {
            for path in read.paths.iter().chain(&read.globs) {
                let Some((other, name)) = self.place(module, path, 32) else { continue };
                // A module that is brought in whole counts where something of it is named.
                if other != file && !name.is_empty() {
                    arrows.entry(file).or_default().entry(other).or_default().insert(name);
                }
            }
        }
        arrows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Result<Vec<String>> {
        let mut tree = Tree::default();
        tree.collect(Vec::new(), Path::new("lib.rs"), &|file| {
            let found = files.iter().find(|(name, _)| Path::new(name) == file);
            Ok(found.context("no such file")?.1.to_owned())
        })?;
        Ok(circles(&tree.arrows()).iter().map(Circle::to_string).collect())
    }

    #[test]
    fn a_circle_is_named_with_its_files_and_names() -> Result<()> {
        let circles = found(&[
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::b::{self, B}; pub struct A; fn f() { b::build() }"),
            ("b.rs", "pub struct B; pub fn build() { crate::c::Far; }"),
            ("c.rs", "use super::a::A; pub struct Far;"),
        ])?;
        let expected =
            "a circle of 3 files:\n  a.rs -> b.rs: B, build\n  b.rs -> c.rs: Far\n  c.rs -> a.rs: A";
        assert_eq!(circles, [expected]);
        Ok(())
    }

    #[test]
    fn a_module_and_its_children_may_be_a_circle() -> Result<()> {
        let child = ("a/child.rs", "use super::A; pub struct Child;");
        let files = [("lib.rs", "mod a;"), ("a/mod.rs", "mod child; pub struct A(child::Child);"), child];
        assert_eq!(found(&files)?.len(), 1);
        // The same with a module that only declares it, and with the other way to name its file.
        for name in ["a/mod.rs", "a.rs"] {
            assert!(found(&[("lib.rs", "mod a;"), (name, "mod child; pub struct A;"), child])?.is_empty());
        }
        Ok(())
    }

    #[test]
    fn handing_a_name_on_neither_makes_a_circle_nor_hides_one() -> Result<()> {
        let files = |b: &'static str| {
            [
                ("lib.rs", "mod a;"),
                ("a/mod.rs", "mod b; mod c; pub use b::B; pub use c::*;"),
                ("a/b.rs", b),
                ("a/c.rs", "use super::B; pub struct C;"),
            ]
        };
        assert!(found(&files("pub struct B;"))?.is_empty());
        assert_eq!(found(&files("use crate::a::C; pub struct B;"))?.len(), 1);
        Ok(())
    }

    #[test]
    fn no_files_use_each_other_in_a_circle() -> Result<()> {
        check()
    }
}
