//! What a host should say of a file: its type, how long it may be kept, and how it is compressed.

use lamplight_format::route::Feed;

use crate::layout::{Class, PREVIOUS, STATE};

const FOREVER: &str = "public, max-age=31536000, immutable";
/// Kept, but asked for anew each time.
const REVALIDATE: &str = "public, max-age=0, must-revalidate";

/// Headers of a file, for targets that keep them with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headers {
    /// `Content-Type`
    pub content_type: String,
    /// `Cache-Control`
    pub cache_control: &'static str,
    /// `Content-Encoding`, of compressed forms.
    pub content_encoding: Option<&'static str>,
}

impl Headers {
    /// The headers of the file at a path of the site. They say the same as the `_headers` that a build writes.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let encoded = [(".br", "br"), (".gz", "gzip")]
            .iter()
            .find_map(|(ending, encoding)| Some((path.strip_suffix(ending)?, *encoding)))
            // `backup.tar.gz` is what it says. A form of ours has the ending of its file before its own.
            .filter(|(of, _)| {
                of.rsplit('/').next().is_some_and(|name| name.contains('.') && !name.ends_with(".tar"))
            });
        let (of, content_encoding) = encoded.map_or((path, None), |(of, encoding)| (of, Some(encoding)));
        let cache_control = match Class::of(path) {
            _ if path == STATE || path.starts_with(PREVIOUS) => "no-store",
            class if class.is_hashed() => FOREVER,
            _ => REVALIDATE,
        };
        Self { content_type: content_type(of), cache_control, content_encoding }
    }
}

fn content_type(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let feed = Feed::ALL.into_iter().find(|feed| feed.file_name() == name);
    let known = match (feed, name.rsplit_once('.').map(|(_, ending)| ending)) {
        (Some(Feed::Atom), _) => "application/atom+xml; charset=utf-8",
        (Some(Feed::Rss), _) => "application/rss+xml; charset=utf-8",
        (Some(Feed::Json), _) => "application/feed+json; charset=utf-8",
        _ if path == "opensearch.xml" => "application/opensearchdescription+xml; charset=utf-8",
        _ if matches!(path, "_headers" | "_redirects") => "text/plain; charset=utf-8",
        _ if path.starts_with(PREVIOUS) => "application/octet-stream",
        (_, Some("md")) => "text/markdown; charset=utf-8",
        (_, Some("js" | "mjs")) => "text/javascript; charset=utf-8",
        (_, Some("webmanifest")) => "application/manifest+json",
        (_, Some("json")) => "application/json",
        (_, Some("wasm")) => "application/wasm",
        (_, Some("xml")) => "application/xml; charset=utf-8",
        (_, Some("avif")) => "image/avif",
        (_, Some("webp")) => "image/webp",
        _ => {
            let guess = mime_guess::from_path(path).first_or_octet_stream().to_string();
            return if guess.starts_with("text/") { format!("{guess}; charset=utf-8") } else { guess };
        }
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_caching_and_compression_follow_from_the_name() {
        for (path, content_type, cache_control, encoding) in [
            ("index.html", "text/html; charset=utf-8", REVALIDATE, None),
            ("lamplight/app/app-0a.wasm.br", "application/wasm", FOREVER, Some("br")),
            ("lamplight/data/0a.json.gz", "application/json", FOREVER, Some("gzip")),
            ("lamplight/manifest.json", "application/json", REVALIDATE, None),
            ("tag/a/feed.xml", "application/atom+xml; charset=utf-8", REVALIDATE, None),
            ("sitemap.xml", "application/xml; charset=utf-8", REVALIDATE, None),
            ("uploads/cat.jpg", "image/jpeg", REVALIDATE, None),
            ("uploads/data.tar.gz", "application/gzip", REVALIDATE, None),
            ("uploads/data.gz", "application/gzip", REVALIDATE, None),
            ("lamplight/deploy.json", "application/json", "no-store", None),
            ("lamplight/previous/a.html.old", "application/octet-stream", "no-store", None),
            ("CNAME", "application/octet-stream", REVALIDATE, None),
        ] {
            let headers = Headers::of(path);
            assert_eq!(
                (headers.content_type.as_str(), headers.cache_control, headers.content_encoding),
                (content_type, cache_control, encoding),
                "{path}"
            );
        }
    }
}
