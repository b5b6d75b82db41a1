//! The user's guide and the reference, which are in the program: `lamplight docs`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Path in the folder of the guide → content: `docs/guide/` as it is, and the pages of the reference below `pages/`. The build
/// script writes this list.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/guide.rs"));

/// The folder of the reference in the guide.
const REFERENCE: &str = "pages/";

/// Writes the guide into an empty folder, as a blog: `lamplight.toml`, `posts`, and the reference in `pages`.
///
/// # Errors
/// If the folder can't be written.
pub fn unpack(folder: &Path) -> Result<()> {
    for (name, bytes) in FILES {
        let path = folder.join(name);
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            match (name.strip_prefix(REFERENCE), std::str::from_utf8(bytes)) {
                (Some(page), Ok(text)) => fs::write(&path, with_front_matter(page, text)),
                _ => fs::write(&path, bytes),
            }
        };
        write().with_context(|| format!("can't write {}", path.display()))?;
    }
    Ok(())
}

/// A page of the reference as a page of the guide. In the repository it has no front matter, so that it reads well there; its
/// first line is its title.
fn with_front_matter(page: &str, text: &str) -> String {
    let (title, rest) = text.split_once('\n').unwrap_or((text, ""));
    let title = title.trim_start_matches('#').trim().replace('"', "\\\"");
    let stem = page.rsplit('/').next().unwrap_or(page).trim_end_matches(".md");
    format!("---\npost_title: \"{title}\"\npermalink: \"/reference/{stem}/\"\n---\n{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_reference_gets_its_title_and_an_address_that_no_post_has() {
        assert_eq!(
            with_front_matter("reference/settings.md", "# The \"settings\"\n\nText.\n"),
            "---\npost_title: \"The \\\"settings\\\"\"\npermalink: \"/reference/settings/\"\n---\n\nText.\n"
        );
    }
}
