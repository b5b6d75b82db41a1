//! What can be wrong with a deploy, and its remedy on each host.

use crate::host::Host;

/// A kind of problem: one code of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Problem {
    BaseDiffers,
    DeployMixed,
    FileMissing,
    FileLate,
    FileChanged,
    FileLeftover,
    FormStale,
    PageMissing,
    PageChanged,
    MailHidden,
    ScriptsDeferred,
    ScriptAdded,
    PageMinified,
    StyleBlocked,
    CaseChanged,
    HtmlRemoved,
    HtmlAdded,
    IndexMissing,
    SlashMissing,
    OriginLeft,
    NotFoundAnswered,
    NotFoundStatus,
    NotFoundPage,
    TypeWrong,
    CacheMissing,
    CacheStale,
    CacheKept,
    NotCompressed,
    HeaderMissing,
    PolicyChanged,
    RedirectMissing,
    RedirectTemporary,
    HttpOpen,
    NoAnswer,
}

use Problem as P;

impl Problem {
    /// All of them.
    pub(super) const ALL: [Self; 34] = [
        P::BaseDiffers,
        P::DeployMixed,
        P::FileMissing,
        P::FileLate,
        P::FileChanged,
        P::FileLeftover,
        P::FormStale,
        P::PageMissing,
        P::PageChanged,
        P::MailHidden,
        P::ScriptsDeferred,
        P::ScriptAdded,
        P::PageMinified,
        P::StyleBlocked,
        P::CaseChanged,
        P::HtmlRemoved,
        P::HtmlAdded,
        P::IndexMissing,
        P::SlashMissing,
        P::OriginLeft,
        P::NotFoundAnswered,
        P::NotFoundStatus,
        P::NotFoundPage,
        P::TypeWrong,
        P::CacheMissing,
        P::CacheStale,
        P::CacheKept,
        P::NotCompressed,
        P::HeaderMissing,
        P::PolicyChanged,
        P::RedirectMissing,
        P::RedirectTemporary,
        P::HttpOpen,
        P::NoAnswer,
    ];

    /// Its stable name: docs/diagnostics.md has a row for each.
    pub(super) fn code(self) -> &'static str {
        match self {
            P::BaseDiffers => "base-differs",
            P::DeployMixed => "deploy-mixed",
            P::FileMissing => "file-missing",
            P::FileLate => "file-late",
            P::FileChanged => "file-changed",
            P::FileLeftover => "file-leftover",
            P::FormStale => "form-stale",
            P::PageMissing => "page-missing",
            P::PageChanged => "page-changed",
            P::MailHidden => "mail-hidden",
            P::ScriptsDeferred => "scripts-deferred",
            P::ScriptAdded => "script-added",
            P::PageMinified => "page-minified",
            P::StyleBlocked => "style-blocked",
            P::CaseChanged => "case-changed",
            P::HtmlRemoved => "html-removed",
            P::HtmlAdded => "html-added",
            P::IndexMissing => "index-missing",
            P::SlashMissing => "slash-missing",
            P::OriginLeft => "origin-left",
            P::NotFoundAnswered => "not-found-answered",
            P::NotFoundStatus => "not-found-status",
            P::NotFoundPage => "not-found-page",
            P::TypeWrong => "type-wrong",
            P::CacheMissing => "cache-missing",
            P::CacheStale => "cache-stale",
            P::CacheKept => "cache-kept",
            P::NotCompressed => "not-compressed",
            P::HeaderMissing => "header-missing",
            P::PolicyChanged => "policy-changed",
            P::RedirectMissing => "redirect-missing",
            P::RedirectTemporary => "redirect-temporary",
            P::HttpOpen => "http-open",
            P::NoAnswer => "no-answer",
        }
    }

    /// The remedy on these hosts, or on any.
    pub(super) fn remedy(self, hosts: &[Host]) -> String {
        let known: Vec<String> =
            hosts.iter().filter_map(|host| Some(format!("{}: {}", host.name(), self.on(*host)?))).collect();
        if known.is_empty() { self.anywhere().to_owned() } else { known.join("; ") }
    }

    /// The remedy on a host that has one of its own.
    fn on(self, host: Host) -> Option<&'static str> {
        use Host as H;
        Some(match (self, host) {
            (P::MailHidden, H::Cloudflare) => {
                "switch off \"Email Address Obfuscation\" (Scrape Shield), or add a Configuration Rule for the blog that does"
            }
            (P::ScriptsDeferred | P::ScriptAdded, H::Cloudflare) => {
                "switch off \"Rocket Loader\" (Speed, Optimization), \"Email Address Obfuscation\" (Scrape Shield) and the automatic \
                 setup of Web Analytics"
            }
            (P::PageMinified, H::Cloudflare) => {
                "switch off \"Auto Minify\" and \"Mirage\" (Speed, Optimization)"
            }
            (P::PageMinified | P::ScriptAdded | P::PageChanged, H::Netlify) => {
                "switch off \"Post processing\" and \"Snippet injection\" (Site configuration, Build & deploy)"
            }
            (P::PageChanged, H::Cloudflare) => {
                "purge the cache, and switch off what rewrites pages: Rocket Loader, Email Address Obfuscation, Auto Minify, Zaraz"
            }
            (P::CaseChanged, H::Netlify) => {
                "switch off \"Pretty URLs\" (Post processing), or write `slug` and `permalink` in small letters"
            }
            (P::HtmlRemoved, H::Netlify) => "switch off \"Pretty URLs\" (Post processing)",
            (P::HtmlRemoved, H::Cloudflare) => {
                "Pages always does so; with Workers set `html_handling = \"none\"` (assets); or end no `permalink` with .html"
            }
            (P::HtmlRemoved, H::Vercel) => {
                "set `host = \"vercel\"`, or `\"cleanUrls\": false` in vercel.json"
            }
            (P::HtmlAdded, H::Apache) => "take the rule that adds .html out of .htaccess (mod_rewrite)",
            (P::IndexMissing, H::S3 | H::CloudFront) => {
                "add the function of docs/hosting.md to the distribution at \"viewer request\", or use the website endpoint of the bucket"
            }
            (P::IndexMissing, H::Nginx) => {
                "set `index index.html;`, or include the `lamplight/nginx.conf` that a build with `host = \"nginx\"` writes"
            }
            (P::IndexMissing, H::Apache) => "set `DirectoryIndex index.html`",
            (P::SlashMissing, H::S3 | H::CloudFront) => {
                "add the function of docs/hosting.md to the distribution at \"viewer request\""
            }
            (P::SlashMissing, H::Vercel) => {
                "set `host = \"vercel\"`, or `\"trailingSlash\": true` in vercel.json"
            }
            (P::NotFoundStatus | P::NotFoundPage, H::S3 | H::CloudFront) => {
                "add custom error responses: 403 and 404 become /404.html with status 404"
            }
            (P::NotFoundPage, H::Nginx) => {
                "set `error_page 404 /404.html;`, or include the `lamplight/nginx.conf` that a build with `host = \"nginx\"` writes"
            }
            (P::NotFoundPage, H::Apache) => "set `ErrorDocument 404 /404.html`",
            (P::NotFoundAnswered, H::Netlify) => {
                "take `/* /index.html 200` out of _redirects and netlify.toml"
            }
            (P::NotFoundAnswered, H::Cloudflare) => {
                "publish 404.html at the top of the project; with Workers set `not_found_handling = \"404-page\"` (assets)"
            }
            (P::NotFoundAnswered, H::Vercel) => {
                "take the rewrite of everything to /index.html out of vercel.json"
            }
            (P::NotFoundAnswered, H::Nginx) => {
                "set `try_files $uri $uri/ =404;` in place of a fallback to /index.html"
            }
            (P::NotFoundAnswered, H::Apache) => {
                "take `FallbackResource` and the rewriting to index.html out of .htaccess"
            }
            (P::NotFoundAnswered, H::S3 | H::CloudFront) => {
                "answer 403 and 404 with /404.html and status 404 (error document, custom error responses), not with /index.html and 200"
            }
            (P::TypeWrong, H::S3 | H::CloudFront) => {
                "upload with the types of docs/hosting.md (`--content-type`)"
            }
            (P::TypeWrong, H::Nginx) => {
                "set `include mime.types;`, and include the `lamplight/nginx.conf` that a build with `host = \"nginx\"` writes"
            }
            (P::TypeWrong, H::Apache) => {
                "load mod_mime, and set `AddType application/wasm .wasm` and its kin"
            }
            (
                P::CacheMissing
                | P::CacheStale
                | P::HeaderMissing
                | P::PolicyChanged
                | P::RedirectMissing
                | P::RedirectTemporary,
                H::Netlify,
            ) => "publish `_headers` and `_redirects` of the build at the top of the site",
            (
                P::CacheMissing
                | P::HeaderMissing
                | P::PolicyChanged
                | P::RedirectMissing
                | P::RedirectTemporary,
                H::Cloudflare,
            ) => {
                "Pages: publish `_headers` and `_redirects` of the build at the top of the project; in front of another host: add Response \
                 Header and Redirect Rules"
            }
            (P::CacheStale, H::Cloudflare) => {
                "set \"Browser Cache TTL\" to \"Respect Existing Headers\" (Caching), and purge the cache after each deploy"
            }
            (P::CacheMissing | P::CacheStale | P::HeaderMissing, H::GitHubPages) => {
                "nothing can be set there: pages are kept for ten minutes and hashed files too; another host in front of it, or in its place, can"
            }
            (P::CacheMissing | P::CacheStale, H::S3 | H::CloudFront) => {
                "upload with the `--cache-control` values of docs/hosting.md"
            }
            (P::HeaderMissing | P::PolicyChanged, H::S3 | H::CloudFront) => {
                "attach a response headers policy with the headers of `_headers` to the distribution"
            }
            (P::CacheMissing | P::CacheStale | P::HeaderMissing | P::RedirectTemporary, H::Vercel) => {
                "set `host = \"vercel\"`, and publish the `vercel.json` of the build"
            }
            (
                P::CacheMissing
                | P::CacheStale
                | P::CacheKept
                | P::HeaderMissing
                | P::PolicyChanged
                | P::RedirectMissing
                | P::RedirectTemporary
                | P::NotCompressed,
                H::Nginx,
            ) => {
                "set `host = \"nginx\"`, include the build's `lamplight/nginx.conf`, and reload nginx after each build"
            }
            (P::CacheMissing | P::CacheStale | P::HeaderMissing | P::PolicyChanged, H::Apache) => {
                "load mod_headers, set `host = \"apache\"`, and publish the `.htaccess` of the build"
            }
            (P::CacheKept, H::Netlify | H::Cloudflare) => {
                "rules of `_headers` hold for 404 as well: publish with `--keep-previous`, so that no file is missed, and each deploy as a whole"
            }
            (P::NotCompressed, H::S3 | H::CloudFront) => {
                "switch on \"Compress objects automatically\" in the distribution"
            }
            (P::NotCompressed, H::Apache) => {
                "set `host = \"apache\"` and publish the `.htaccess` of the build, or load mod_brotli or mod_deflate"
            }
            (P::NotCompressed, H::Caddy) => {
                "set `host = \"caddy\"` and import the build's `lamplight/Caddyfile`, or add `encode zstd gzip`"
            }
            (P::HttpOpen, H::Cloudflare) => "switch on \"Always Use HTTPS\" (SSL/TLS, Edge Certificates)",
            (P::HttpOpen, H::GitHubPages) => "switch on \"Enforce HTTPS\" (Settings, Pages)",
            (P::HttpOpen, H::S3 | H::CloudFront) => {
                "set the viewer protocol policy to \"Redirect HTTP to HTTPS\""
            }
            (P::HttpOpen, H::Nginx) => {
                "add a `server` for port 80 with `return 301 https://$host$request_uri;`"
            }
            _ => return None,
        })
    }

    /// The remedy where the host is unknown, or has none of its own.
    fn anywhere(self) -> &'static str {
        match self {
            P::BaseDiffers => {
                "build with `--base-url` set to the address where the blog is, or publish it where it was built for"
            }
            P::DeployMixed => {
                "publish the whole folder of one build, the pages, sw.js and lamplight/manifest.json last; purge the CDN"
            }
            P::FileMissing | P::FileLate => {
                "publish hashed files before the pages and the manifest that name them, and the folder as a whole; `--keep-previous` for \
                 tabs that are open"
            }
            P::FileChanged => {
                "publish the file again, byte for byte (no conversion of line ends, no minifying); purge the CDN"
            }
            P::FileLeftover => "nothing leads there: build into an empty folder, or take it away",
            P::FormStale => "build again: hosts send the compressed form in place of the file",
            P::PageMissing => "publish the whole folder, with its index.html files",
            P::PageChanged => {
                "publish the page again, purge the CDN, and switch off whatever writes pages over"
            }
            P::MailHidden => {
                "switch off the hiding of e-mail addresses (Cloudflare: \"Email Address Obfuscation\" in Scrape Shield)"
            }
            P::ScriptsDeferred => {
                "switch off the deferral of scripts (Cloudflare: \"Rocket Loader\"; plugins: \"delay JavaScript\")"
            }
            P::ScriptAdded => {
                "switch off what puts scripts into pages (Cloudflare: Rocket Loader, E-mail Obfuscation, Web Analytics)"
            }
            P::PageMinified => {
                "switch off minifying (Cloudflare: \"Auto Minify\"; Apache: mod_pagespeed): the build has done what helps"
            }
            P::StyleBlocked => {
                "switch off what changes style sheets in pages: the policy names ours by its hash"
            }
            P::CaseChanged => {
                "switch off the lowering of addresses, or write `slug` and `permalink` in small letters"
            }
            P::HtmlRemoved => "switch off \"pretty\" or \"clean\" URLs, or end no `permalink` with .html",
            P::HtmlAdded => {
                "switch off the rule that adds `.html` or `index.html`: addresses of pages end in a slash"
            }
            P::IndexMissing => "have the host answer the address of a folder with its index.html",
            P::SlashMissing => {
                "have the host lead the address of a folder without its slash to the one with it"
            }
            P::OriginLeft => "check the address that leads away; name the one where the blog is",
            P::NotFoundAnswered => {
                "answer what is not there with 404.html and status 404, not with the home page"
            }
            P::NotFoundStatus => "answer what is not there with status 404",
            P::NotFoundPage => "answer what is not there with 404.html of the build",
            P::TypeWrong => "have the host send the type that belongs to the file's ending",
            P::CacheMissing => {
                "send `Cache-Control: public, max-age=31536000, immutable` for lamplight/app, lamplight/data and lamplight/images"
            }
            P::CacheStale => {
                "send `Cache-Control: public, max-age=0, must-revalidate` for everything whose name has no hash"
            }
            P::CacheKept => {
                "send no `Cache-Control` with a 404, or `no-store`: browsers keep it for as long as it says"
            }
            P::NotCompressed => {
                "switch on Brotli or gzip, or set `host` and have nginx, Caddy or Apache send the .br and .gz files of the build"
            }
            P::HeaderMissing => {
                "name the host in the settings (`host`), or send the headers that `_headers` of a build with `host = \"any\"` lists"
            }
            P::PolicyChanged => {
                "send the policy of this build: its hash is that of the style sheet in the pages, and both must hold"
            }
            P::RedirectMissing => "publish the pages at the old addresses, or the rules of `_redirects`",
            P::RedirectTemporary => "lead old addresses on with status 301 or 308",
            P::HttpOpen => "lead http: to https: with status 301",
            P::NoAnswer => {
                "ask again; if it stays so, the host or something on the way refuses to send the file"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_every_host_has_a_remedy() {
        let codes: std::collections::BTreeSet<_> =
            Problem::ALL.iter().map(|problem| problem.code()).collect();
        assert_eq!(codes.len(), Problem::ALL.len());
        for host in crate::verify::host::RECOGNISED {
            assert!(Problem::ALL.iter().any(|problem| problem.on(host).is_some()), "{host:?}");
        }
        let both = P::HttpOpen.remedy(&[Host::Cloudflare, Host::GitHubPages]);
        assert!(both.contains("Always Use HTTPS") && both.contains("Enforce HTTPS"), "{both}");
    }
}
