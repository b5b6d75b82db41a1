//! Headers, redirects and types for hosts: one table of rules, written in the format of each host.

use lamplight_format::model::{Site, route_key};
use lamplight_format::route::{Feed, url};

use crate::app::App;
use crate::output::Output;
use crate::output::names::{
    HASHED, HEADERS, INDEX, MANIFEST, NO_JEKYLL, NOT_FOUND, OPENSEARCH, REDIRECTS, WEB_MANIFEST,
};
use crate::paths::file_of;
use crate::site::ResolvedSite;

/// Redirects that [`REDIRECTS`] may hold: Cloudflare Pages reads 2,000 of the plain kind. The pages at the old addresses
/// do the same for all others, a moment slower.
const MOST_REDIRECTS: usize = 2_000;

const FOREVER: &str = "public, max-age=31536000, immutable";
/// Kept, but asked for anew each time.
const REVALIDATE: &str = "public, max-age=0, must-revalidate";

/// Headers of every answer. The policy of the pages' `<meta>` again, with what only a header can say.
fn security(site: &Site, app: &App) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("Content-Security-Policy", format!("{}; frame-ancestors 'none'", app.policy)),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("X-Frame-Options", "DENY".to_owned()),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()".to_owned()),
    ];
    if site.is_secure() {
        // For a year. Not for sub-domains: they are not ours to decide on.
        headers.push(("Strict-Transport-Security", "max-age=31536000".to_owned()));
    }
    headers
}

/// Types of files whose endings say too little.
fn types() -> [(&'static str, &'static str); 5] {
    let of_feed = |feed: Feed| {
        let kind = match feed {
            Feed::Atom => "application/atom+xml; charset=utf-8",
            Feed::Rss => "application/rss+xml; charset=utf-8",
            Feed::Json => "application/feed+json; charset=utf-8",
        };
        (feed.file_name(), kind)
    };
    let [atom, rss, json] = Feed::ALL.map(of_feed);
    [
        atom,
        rss,
        json,
        (OPENSEARCH, "application/opensearchdescription+xml; charset=utf-8"),
        (WEB_MANIFEST, "application/manifest+json"),
    ]
}

/// Adds the files that Netlify, Cloudflare Pages and GitHub Pages look for.
pub(crate) fn write(resolved: &ResolvedSite, site: &Site, app: &App, output: &mut Output) {
    output.add(HEADERS, headers(site, app).into_bytes());
    output.add(REDIRECTS, redirects(resolved, site).into_bytes());
    output.add(NO_JEKYLL, Vec::new());
}

/// For Netlify and Cloudflare Pages. Where several rules fit, hosts join their values, so no header is set twice.
fn headers(site: &Site, app: &App) -> String {
    let mut out = format!("{}*\n", site.base);
    for (name, value) in security(site, app) {
        out.push_str(&format!("  {name}: {value}\n"));
    }
    for folder in HASHED {
        out.push_str(&format!("{}{folder}/*\n  Cache-Control: {FOREVER}\n", site.base));
    }
    for (name, kind) in types() {
        out.push_str(&format!("{}{name}\n  Content-Type: {kind}\n", site.base));
        if Feed::ALL.iter().any(|feed| feed.file_name() == name) {
            out.push_str(&format!("{}*/{name}\n  Content-Type: {kind}\n", site.base));
        }
    }
    out
}

/// Old and new address of each redirect, in both spellings of the old one.
fn moves<'a>(resolved: &'a ResolvedSite, site: &'a Site) -> impl Iterator<Item = (String, String)> + 'a {
    resolved.redirects.values().flat_map(|redirect| {
        let (from, to) = (url(&site.base, &redirect.from), url(&site.base, &redirect.to));
        // The other spelling of a page's own address is the page itself.
        let own = route_key(&redirect.from) == route_key(&redirect.to);
        let other = if file_of(&redirect.from).ends_with("/index.html") && !own {
            match from.strip_suffix('/') {
                Some(bare) => Some(bare.to_owned()),
                None => Some(format!("{from}/")),
            }
        } else {
            None
        };
        std::iter::once(from).chain(other).map(move |from| (from, to.clone()))
    })
}

fn redirects(resolved: &ResolvedSite, site: &Site) -> String {
    moves(resolved, site).take(MOST_REDIRECTS).map(|(from, to)| format!("{from} {to} 301\n")).collect()
}

/// For nginx: a file to `include` in a `server` block whose `root` holds the site under its base path. Wants the module
/// that sends `.br` files (Debian: libnginx-mod-http-brotli-static).
pub(crate) fn nginx(resolved: &ResolvedSite, site: &Site, app: &App) -> String {
    let base = &site.base;
    let pattern = regex(base);
    let security: String = security(site, app)
        .iter()
        .map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n"))
        .collect();
    let mut out = String::from(
        "# Written by `lamplight build --nginx`; write it anew with each build, and reload nginx: the policy names the\n\
         # style sheet by its hash. Include it in a `server` block whose `root` holds the site under its base path.\n\n",
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
    for (from, to) in moves(resolved, site) {
        out.push_str(&format!(
            "location = {} {{ return 301 {}; }}\n",
            quoted(&decoded(&from)),
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
    out.push_str(&format!("location ~ \"^{pattern}({HEADERS}|{REDIRECTS})$\" {{ return 404; }}\n\n"));
    out.push_str(&block(base, REVALIDATE, &format!("    index {INDEX};\n")));
    out
}

/// A text as nginx's regular expressions take it literally.
fn regex(text: &str) -> String {
    text.chars()
        .flat_map(|c| (!c.is_ascii_alphanumeric() && c != '/').then_some('\\').into_iter().chain([c]))
        .collect()
}

/// nginx compares decoded addresses.
fn decoded(address: &str) -> String {
    percent_encoding::percent_decode_str(address).decode_utf8_lossy().into_owned()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
