//! The user's guide and the project's own blog have nothing to mend.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

use std::path::Path;
use std::process::Command;

#[test]
fn the_guide_and_our_own_blog_have_nothing_to_mend() {
    for folder in ["docs/guide/posts", "posts"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
        let checked = Command::new(env!("CARGO_BIN_EXE_lamplight"))
            .args(["check", "--strict", "--no-cache"])
            .arg(&folder)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success(), "{}:\n{}{said}", folder.display(), String::from_utf8_lossy(&checked.stdout));
        assert!(said.contains(" 0 errors, 0 warnings"), "{said}");
    }
}
