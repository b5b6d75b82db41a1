//! What shortcodes show of other sites: a frame, which becomes a link unless its host may be shown.

use super::tag::decoded;
use crate::sanitize::is_media_id as is_id;
use crate::translate::embeds::{frame, gist, vimeo, youtube};

/// Sites whose addresses are made of an id.
const SITES: [(&str, &str); 16] = [
    ("tweet", "https://twitter.com/i/status/{}"),
    ("blackbirdpie", "https://twitter.com/i/status/{}"),
    ("dailymotion", "https://www.dailymotion.com/video/{}"),
    ("instagram", "https://www.instagram.com/p/{}/"),
    ("ted", "https://www.ted.com/talks/{}"),
    ("slideshare", "https://www.slideshare.net/slideshow/embed_code/{}"),
    ("scribd", "https://www.scribd.com/document/{}"),
    ("wpvideo", "https://videopress.com/v/{}"),
    ("videopress", "https://videopress.com/v/{}"),
    ("polldaddy", "https://poll.fm/{}"),
    ("poll", "https://poll.fm/{}"),
    ("archiveorg", "https://archive.org/details/{}"),
    ("jsfiddle", "https://jsfiddle.net/{}/"),
    ("vine", "https://vine.co/v/{}"),
    ("googlevideo", "https://video.google.com/videoplay?docid={}"),
    ("giphy", "https://giphy.com/gifs/{}"),
];

/// What a shortcode shows, in HTML; `None` if it does not say what.
pub(super) fn shown(name: &str, given: &[(String, String)], body: &str) -> Option<String> {
    let get = |names: &[&str]| {
        let find = |name: &&str| given.iter().find(|(key, value)| key == name && !value.is_empty());
        names.iter().find_map(find).map_or("", |(_, value)| value.trim())
    };
    let title = get(&["title", "caption"]);
    let body = decoded(body.trim());
    let values = given.iter().map(|(_, value)| value.trim()).chain([body.as_ref()]);
    let url = values.clone().find_map(address);
    if let Some(url) = url {
        return Some(match name {
            "gist" => gist(&url),
            // Programs read that address, and people the player's.
            "soundcloud" if url.contains("://api.soundcloud.com/") => {
                let given = url.replace(':', "%3A").replace('/', "%2F");
                frame(&format!("https://w.soundcloud.com/player/?url={given}"), title)
            }
            _ => frame(&url, title),
        });
    }
    let first = given.iter().find(|(key, _)| key.is_empty()).map_or("", |(_, value)| value.trim());
    let id = get(&["id", "video", "video_id", "videoid", "v", "poll", "code", "track"]);
    let id = [id, first, body.as_ref()].into_iter().find(|id| !id.is_empty())?;
    // `[vimeo 123 w=400&h=300]`, `[youtube abc&w=1]`
    let id = id.split(['&', '?', ' ']).next().unwrap_or_default();
    if !id.split('/').all(is_id) {
        return None;
    }
    Some(match name {
        "youtube" | "youtube_sc" if is_id(id) => frame(&youtube(id), title),
        "vimeo" if is_id(id) => frame(&vimeo(id), title),
        "gist" => gist(&format!("https://gist.github.com/{id}")),
        "soundcloud" => frame(&format!("https://soundcloud.com/{id}"), title),
        "bandcamp" => return None,
        "codepen" => {
            let user = get(&["user", "username"]);
            frame(&format!("https://codepen.io/{}/pen/{id}", if is_id(user) { user } else { "pen" }), title)
        }
        _ => {
            let (_, pattern) = SITES.iter().find(|(known, _)| *known == name)?;
            frame(&pattern.replace("{}", id), title)
        }
    })
}

/// An address: the whole of a text, or that in the markup that an exporter made of it.
pub(super) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    // `<a href="…">…</a>`, `<https://…>`, `[https://…](https://…)`
    let inside = match text.get(..2)? {
        "<a" => text.split_once("href=")?.1.trim_start_matches(['"', '\'']),
        "<h" => &text[1..],
        _ if text.starts_with('[') => text.rsplit_once("](")?.1,
        _ => text,
    };
    let end = inside.find(['"', '\'', '<', '>', ' ', '\n']).unwrap_or(inside.len());
    let mut url = &inside[..end];
    if text.starts_with('[') {
        url = url.strip_suffix(')').unwrap_or(url);
    }
    let is_url = url.starts_with("https://") || url.starts_with("http://");
    is_url.then(|| super::tag::unescaped(&decoded(url)).into_owned())
}

/// Hosts of which WordPress shows what an address leads to, where it has its line for itself.
const HOSTS: [&str; 27] = [
    "youtube.com",
    "m.youtube.com",
    "youtube-nocookie.com",
    "youtu.be",
    "vimeo.com",
    "player.vimeo.com",
    "twitter.com",
    "mobile.twitter.com",
    "x.com",
    "bsky.app",
    "instagram.com",
    "soundcloud.com",
    "open.spotify.com",
    "dailymotion.com",
    "dai.ly",
    "slideshare.net",
    "speakerdeck.com",
    "ted.com",
    "tiktok.com",
    "gist.github.com",
    "codepen.io",
    "flickr.com",
    "flic.kr",
    "mixcloud.com",
    "scribd.com",
    "kickstarter.com",
    "video.wordpress.com",
];

/// What an address shows where it has its line for itself, in HTML.
pub(super) fn of_line(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    // The front page of a site is no film.
    if path.trim_matches('/').is_empty() || !HOSTS.contains(&host) {
        return None;
    }
    let deep = path.split('/').filter(|part| !part.is_empty()).count() > 1;
    match host {
        "gist.github.com" => Some(gist(url)),
        // Who somebody is there is a link like others.
        "twitter.com" | "mobile.twitter.com" | "x.com" if !path.contains("/status") => None,
        "soundcloud.com" | "codepen.io" | "flickr.com" | "instagram.com" | "tiktok.com" | "mixcloud.com"
            if !deep =>
        {
            None
        }
        "youtube.com" | "m.youtube.com" if !path.starts_with(['w', 'e', 'v', 's', 'l', 'p']) => None,
        _ => Some(frame(url, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_ids() {
        let given = |value: &str| vec![(String::new(), value.to_owned())];
        for (name, value, url) in [
            ("youtube", "https://youtu.be/abc", "https://youtu.be/abc"),
            (
                "youtube",
                "http://www.youtube.com/watch?v=a&amp;w=3",
                "http://www.youtube.com/watch?v=a&amp;w=3",
            ),
            ("youtube", "abc&w=1", "https://www.youtube-nocookie.com/embed/abc"),
            ("vimeo", "12", "https://player.vimeo.com/video/12"),
            ("tweet", "34", "https://twitter.com/i/status/34"),
            ("polldaddy", "5", "https://poll.fm/5"),
            (
                "soundcloud",
                "https://api.soundcloud.com/tracks/1",
                "https://w.soundcloud.com/player/?url=https%3A%2F%2Fapi.soundcloud.com%2Ftracks%2F1",
            ),
        ] {
            let want = format!("<iframe src=\"{url}\"></iframe>");
            assert_eq!(shown(name, &given(value), ""), Some(want), "{name} {value}");
        }
        assert!(
            shown("gist", &given("me/1"), "").is_some_and(|html| html.contains("gist.github.com/me/1.js"))
        );
        assert_eq!(shown("flickr", &given("x y"), ""), None);
        for text in [
            "<https://a.example/b_c>",
            "[https://a.example](https://a.example/b_c)",
            "<a href=\"https://a.example/b_c\">x</a>",
            "https://a.example/b\\_c",
        ] {
            assert_eq!(address(text).as_deref(), Some("https://a.example/b_c"));
        }
    }

    #[test]
    fn lines_of_sites_that_show_something() {
        for (url, shows) in [
            ("https://www.youtube.com/watch?v=a", true),
            ("https://www.youtube.com/user/a", false),
            ("https://www.youtube.com/", false),
            ("https://twitter.com/a/status/1", true),
            ("https://twitter.com/a", false),
            ("https://a.example/watch", false),
            ("https://vimeo.com/1", true),
        ] {
            assert_eq!(of_line(url).is_some(), shows, "{url}");
        }
    }
}
