//! The user's guide and the project's own blog have nothing to mend.

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
        let reported = [checked.stdout, checked.stderr].concat();
        let reported = String::from_utf8_lossy(&reported);
        assert!(checked.status.success(), "{}:\n{reported}", folder.display());
        assert!(reported.contains(" 0 errors, 0 warnings"), "{reported}");
    }
}
