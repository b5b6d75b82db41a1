//! Rules for nginx.

use super::rules::{FOREVER, HostRules, REVALIDATE, decoded, quoted, regex, types};
use crate::host::Host;
use crate::output::names::{HASHED, HEADERS, INDEX, MANIFEST, NGINX, NOT_FOUND, REDIRECTS};

/// A file to `include` in a `server` block whose `root` holds the site under its base path. Wants the module that sends `.br`
/// files (Debian: libnginx-mod-http-brotli-static).
pub(super) fn settings(rules: &HostRules) -> String {
    let base = &rules.base;
    let pattern = regex(base);
    let security: String = rules
        .security
        .iter()
        .map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n"))
        .collect();
    let mut out = String::from(
        "# Written by `lamplight build` for nginx; reload nginx after each build: the policy names the style sheet by its\n\
         # hash. Include this in a `server` block whose `root` holds the site under its base path.\n\n",
    );
    out.push_str(
        "brotli_static on;\ngzip_static on;\ngzip_vary on;\ncharset utf-8;\n\
         charset_types text/plain text/css text/xml text/markdown application/javascript application/json;\n\
         # The address of a folder without its slash leads to the one with it, wherever nginx stands behind.\n\
         absolute_redirect off;\n\n",
    );
    out.push_str(&format!("error_page 404 {base}{NOT_FOUND};\n\n"));
    let block = |matching: &str, cache: &str, more: &str| {
        format!(
            "location {matching} {{\n{more}    add_header Cache-Control \"{cache}\" always;\n{security}}}\n\n"
        )
    };
    // Those of our own files. A site's other files have the types that nginx knows, and the few that it may not.
    const TYPES: &str = "    types {\n        application/javascript js;\n        application/json json;\n        \
         application/wasm wasm;\n        image/avif avif;\n        image/webp webp;\n    }\n";
    const UNKNOWN: [(&str, &str); 4] = [
        ("md", "text/markdown; charset=utf-8"),
        ("webmanifest", "application/manifest+json"),
        ("avif", "image/avif"),
        ("webp", "image/webp"),
    ];
    for (from, to) in rules.redirects_for(Host::Nginx) {
        out.push_str(&format!(
            "location = {} {{ return 301 {}; }}\n",
            quoted(&decoded(from)),
            quoted(&to.replace('$', "%24"))
        ));
    }
    for (name, kind) in types() {
        let more = format!("    types {{ }}\n    default_type \"{kind}\";\n");
        out.push_str(&block(&format!("~ \"^{pattern}(.*/)?{}$\"", regex(name)), REVALIDATE, &more));
    }
    for (ending, kind) in UNKNOWN {
        let more = format!("    types {{ }}\n    default_type \"{kind}\";\n");
        out.push_str(&block(&format!("~ \"^{pattern}.*\\.{ending}$\""), REVALIDATE, &more));
    }
    // A hashed file that is gone is an error, not a page to be kept for a year.
    for folder in HASHED {
        let more = format!("{TYPES}    error_page 404 = @lamplight_gone;\n");
        out.push_str(&block(&format!("^~ {base}{folder}/"), FOREVER, &more));
    }
    out.push_str(
        "location @lamplight_gone {\n    default_type text/plain;\n    return 404 \"gone\\n\";\n}\n\n",
    );
    out.push_str(&format!(
        "location = {base}{MANIFEST} {{\n    default_type application/json;\n    types {{ }}\n"
    ));
    out.push_str(&format!("    add_header Cache-Control \"no-cache\" always;\n{security}}}\n\n"));
    out.push_str(&format!(
        "location ~ \"^{pattern}({HEADERS}|{REDIRECTS}|{})$\" {{ return 404; }}\n\n",
        regex(NGINX)
    ));
    out.push_str(&block(base, REVALIDATE, &format!("    index {INDEX};\n")));
    out
}
