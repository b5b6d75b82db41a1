//! Rules for Caddy.

use super::rules::{FOREVER, HostRules, REVALIDATE, decoded, is_feed, quoted, regex, types};
use crate::host::Host;
use crate::output::names::{CADDYFILE, HASHED, NOT_FOUND};

/// Types that Caddy takes from the system, which may not know them.
const UNKNOWN: [(&str, &str); 5] = [
    ("md", "text/markdown; charset=utf-8"),
    ("webmanifest", "application/manifest+json"),
    ("wasm", "application/wasm"),
    ("avif", "image/avif"),
    ("webp", "image/webp"),
];

/// A file to `import` in a site block whose `root` holds the site under its base path.
pub(super) fn settings(rules: &HostRules) -> String {
    let base = &rules.base;
    let mut out = String::from(
        "# Written by `lamplight build` for Caddy; reload Caddy after each build: the policy names the style sheet by its\n\
         # hash. Import this in a site block whose `root` holds the site under its base path.\n\n",
    );
    let hashed = HASHED.map(|folder| format!("{base}{folder}/*")).join(" ");
    out.push_str(&format!("@lamplight path {base}*\n@lamplight_hashed path {hashed}\n"));
    out.push_str(&format!("@lamplight_fresh {{\n\tpath {base}*\n\tnot path {hashed}\n}}\n\n"));
    out.push_str("header @lamplight {\n");
    for (name, value) in &rules.security {
        out.push_str(&format!("\t{name} {}\n", quoted(value)));
    }
    out.push_str("}\n");
    out.push_str(&format!("header @lamplight_hashed Cache-Control \"{FOREVER}\"\n"));
    out.push_str(&format!("header @lamplight_fresh Cache-Control \"{REVALIDATE}\"\n\n"));
    let mut typed = |label: String, pattern: String, kind: &str| {
        out.push_str(&format!("@lamplight_{label} path_regexp \"^{}{pattern}$\"\n", literal(base)));
        out.push_str(&format!("header @lamplight_{label} Content-Type \"{kind}\"\n"));
    };
    for (ending, kind) in UNKNOWN {
        typed(format!("ending_{ending}"), format!(".*\\.{ending}"), kind);
    }
    for (number, (name, kind)) in types().into_iter().enumerate() {
        let folders = if is_feed(name) { "(.*/)?" } else { "" };
        typed(format!("type_{number}"), format!("{folders}{}", literal(name)), kind);
    }
    let redirects = rules.redirects_for(Host::Caddy);
    if !redirects.is_empty() {
        out.push_str("\nmap {path} {lamplight_moved} {\n");
        for (from, to) in redirects {
            out.push_str(&format!("\t{} {}\n", quoted(&decoded(from)), quoted(to)));
        }
        out.push_str("\tdefault \"\"\n}\n");
        out.push_str("@lamplight_moved expression `{lamplight_moved} != \"\"`\n");
        out.push_str("redir @lamplight_moved {lamplight_moved} 301\n");
    }
    out.push_str(&format!("\n@lamplight_own path {base}{CADDYFILE}\nerror @lamplight_own 404\n"));
    out.push_str("file_server @lamplight {\n\tprecompressed br gzip\n}\n\n");
    out.push_str("handle_errors {\n\t@lamplight_missing {\n");
    out.push_str(&format!("\t\tpath {base}*\n\t\texpression `{{err.status_code}} == 404`\n\t}}\n"));
    out.push_str("\thandle @lamplight_missing {\n");
    out.push_str(&format!("\t\theader Cache-Control \"{REVALIDATE}\"\n\t\trewrite * {base}{NOT_FOUND}\n"));
    out.push_str("\t\tfile_server {\n\t\t\tprecompressed br gzip\n\t\t}\n\t}\n}\n");
    out
}

/// A text as a regular expression within quotes, where a backslash is itself.
fn literal(text: &str) -> String {
    regex(text).replace('"', "\\\"")
}
