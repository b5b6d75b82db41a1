//! The table of names as a page of the documentation.

use super::names::{HOLD, Row, SAY};
use super::statuses::VALUES;

/// The table as a page of the documentation.
#[must_use]
pub fn document() -> String {
    let mut out = String::from(
        "# Front matter keys\n\n\
         This page is generated from the table in `crates/content/src/front_matter/names.rs`. A test compares the two;\n\
         `BLESS=1 cargo test -p lamplight-content --features author names` writes the page.\n\n\
         The block at the head of a post is YAML between `---`, TOML between `+++`, JSON between braces, or one of the forms of Hexo\n\
         (no first `---`, `;;;`), Eleventy (`---json`) and Pelican (`Title: …`, `Date: …` and a blank line). A key may be written in any\n\
         case and with `_`, `-` or neither: `publish_date`, `publishDate`, `Publish-Date`. If a post has several keys of one row, the\n\
         first of them in the post counts. `post_title`, `publish_date` and `feature_post_image` count before the others, wherever they stand.\n\
         Keys that are not listed here are not published; a post can show them with `{{ page.name }}`.\n\n",
    );
    let table = |rows: &[Row], out: &mut String| {
        out.push_str("| Keys | Say |\n|---|---|\n");
        for row in rows {
            let names: Vec<String> = row.names.split(' ').map(|name| format!("`{name}`")).collect();
            out.push_str(&format!("| {} | {} |\n", names.join(", "), row.says));
        }
    };
    out.push_str("## What a post is\n\n");
    table(SAY, &mut out);
    out.push_str(
        "\n## What holds a post back\n\n\
         True may be written as `true`, `yes`, `on`, `1`, `y`, `t`, and false as `false`, `no`, `off`, `0`, `n`, `f`, in any case and\n\
         between any quotes. If one of these keys has a value that can't be read, that is an **error**, and the post is left out.\n\n",
    );
    table(HOLD, &mut out);
    out.push_str(
        "\n## Values of `status`, `post_status`, `visibility` and `access`\n\n| Values | Say |\n|---|---|\n",
    );
    for (values, says) in VALUES {
        let values: Vec<String> = values.split(' ').map(|value| format!("`{value}`")).collect();
        out.push_str(&format!("| {} | {says} |\n", values.join(", ")));
    }
    out.push_str("| others | published, and reported once |\n");
    out.push_str(
        "\n## Dates\n\n\
         `2019-07-15`, `2019/7/5`, `20190715`, `2019年7月15日`, `15.7.2019`, `July 15, 2019`, `15 Jul 2019`, `Mon, 15 Jul 2019 …`, seconds\n\
         or milliseconds since 1970; with a time such as `18:14`, `6:14 PM`, `9am` or `T181400`, and a zone such as `+0530`, `Z`, `EDT`,\n\
         `GMT+2` or `Europe/Berlin`. A date without a zone is in the blog's `timezone`. `06/01/2024` may be June or January, and `IST` is the\n\
         name of three zones: such dates are errors, and only what is clear is used. A post without a date has that of its file name or of its path\n\
         (`2017/12/21/x.md`, `20171221-x.md`, `permalink: /2017/12/21/x/`).\n",
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_is_this_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/front-matter.md");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, document()).unwrap();
        }
        assert!(
            std::fs::read_to_string(path).unwrap_or_default() == document(),
            "docs/front-matter.md is not the table: BLESS=1"
        );
    }
}
