//! `.htaccess`, which Apache and LiteSpeed read.

use super::rules::{FOREVER, HostRules, REVALIDATE, decoded, quoted, regex, types};
use crate::host::Host;
use crate::output::names::{HASHED, NOT_FOUND};

/// Endings of the files that have compressed forms, and their types.
const TYPES: [(&str, &str); 12] = [
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
];
/// Such endings that have no type of their own.
const UNTYPED: [&str; 2] = ["bin", "map"];

/// Only directives that `AllowOverride FileInfo` permits: any other is answered with status 500 where it is not allowed.
pub(super) fn settings(rules: &HostRules) -> String {
    let base = &rules.base;
    let endings: Vec<&str> = TYPES.iter().map(|(ending, _)| *ending).chain(UNTYPED).collect();
    let endings = endings.join("|");
    let mut out = format!(
        "# Written by `lamplight build` for Apache: needs `AllowOverride FileInfo`, mod_headers and mod_alias; mod_rewrite to\n\
         # send compressed forms.\n\nErrorDocument 404 {base}{NOT_FOUND}\n\n"
    );
    let force = |out: &mut String, pattern: &str, kind: &str| {
        out.push_str(&format!("<FilesMatch \"{pattern}\">\n\tForceType \"{kind}\"\n</FilesMatch>\n"));
    };
    for (ending, kind) in TYPES {
        force(&mut out, &format!("\\.{ending}(\\.br|\\.gz)?$"), kind);
    }
    for ending in UNTYPED {
        force(&mut out, &format!("\\.{ending}(\\.br|\\.gz)?$"), "application/octet-stream");
    }
    for (name, kind) in types() {
        let name = name.rsplit('/').next().unwrap_or(name);
        force(&mut out, &format!("^{}(\\.br|\\.gz)?$", regex(name)), kind);
    }
    out.push_str("<IfModule mod_mime.c>\n\tAddType image/avif .avif\n\tAddType image/webp .webp\n");
    for (name, ending) in [("br", "br"), ("gzip", "gz")] {
        out.push_str(&format!(
            "\t<FilesMatch \"\\.({endings})\\.{ending}$\">\n\t\tRemoveLanguage .{ending}\n\t\tAddEncoding {name} .{ending}\n\
             \t</FilesMatch>\n"
        ));
    }
    out.push_str("</IfModule>\n\n<IfModule mod_headers.c>\n");
    for (name, value) in &rules.security {
        out.push_str(&format!("\tHeader always set {name} {}\n", quoted(value)));
    }
    let hashed = HASHED.map(regex).join("|");
    out.push_str(&format!("\tHeader set Cache-Control \"{REVALIDATE}\"\n"));
    out.push_str(&format!(
        "\tHeader set Cache-Control \"{FOREVER}\" \"expr=%{{REQUEST_URI}} =~ m#^{}({hashed})/#\"\n",
        regex(base)
    ));
    out.push_str(&format!(
        "\t<FilesMatch \"\\.({endings})(\\.br|\\.gz)?$\">\n\t\tHeader merge Vary Accept-Encoding\n\t</FilesMatch>\n</IfModule>\n\n"
    ));
    out.push_str("<IfModule mod_alias.c>\n");
    for (from, to) in rules.redirects_for(Host::Apache) {
        // The module encodes the new address itself.
        let to = decoded(to).replace('$', "\\$");
        out.push_str(&format!(
            "\tRedirectMatch 301 \"^{}$\" {}\n",
            regex(&decoded(from)).replace('"', "\\\""),
            quoted_target(&to)
        ));
    }
    out.push_str("</IfModule>\n\n");
    out.push_str(&format!("<IfModule mod_rewrite.c>\n\tRewriteEngine On\n\tRewriteBase {base}\n"));
    for (name, ending) in [("br", "br"), ("gzip", "gz")] {
        out.push_str(&format!(
            "\tRewriteCond %{{HTTP:Accept-Encoding}} \\b{name}\\b\n\tRewriteCond %{{REQUEST_FILENAME}}.{ending} -f\n\
             \tRewriteRule ^(.+\\.(?:{endings}))$ $1.{ending} [L]\n"
        ));
    }
    out.push_str("</IfModule>\n");
    out
}

fn quoted_target(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}
