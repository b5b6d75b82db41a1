//! Films, slides and messages of other sites. A page shows a link in their place, with what is known of them: nothing
//! of another site is loaded, and no other site hears of the reader, before a click.

use super::rules::{escape, put};

/// Something of another site.
pub(super) struct Media {
    /// Whose it is, as readers know it.
    pub provider: String,
    /// Where it can be seen.
    pub link: String,
    /// What a frame would load.
    pub player: String,
    /// Whether it is a film or a sound.
    pub plays: bool,
}

/// Scripts that only dress what stands in the text already, such as the words of a message.
const DRESSERS: [&str; 8] = [
    "platform.twitter.com/widgets.js",
    "platform.x.com/widgets.js",
    "www.instagram.com/embed.js",
    "platform.instagram.com/",
    "embed.bsky.app/static/embed.js",
    "speakerdeck.com/assets/embed.js",
    "static.codepen.io/assets/embed/",
    "cpwebassets.codepen.io/assets/embed/",
];

/// What an address of another site shows.
pub(super) fn media(url: &str) -> Media {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parts = path.split('#').next().unwrap_or_default().split('/').filter(|part| !part.is_empty());
    let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let given = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let found = |provider: &str, plays: bool, link: String, player: String| Media {
        provider: provider.to_owned(),
        link,
        player,
        plays,
    };
    let same = |provider: &str, plays: bool| found(provider, plays, url.to_owned(), url.to_owned());
    match host {
        "youtube.com" | "m.youtube.com" | "youtube-nocookie.com" | "youtu.be" => {
            let id = match first {
                "embed" | "v" | "shorts" | "live" => Some(second).filter(|id| *id != "videoseries"),
                "watch" => given("v"),
                _ if host == "youtu.be" => Some(first),
                _ => None,
            };
            let Some(id) = id.filter(|id| is_id(id)) else { return same("YouTube", true) };
            let start = given("start").or_else(|| given("t")).filter(|t| is_id(t));
            let link = start.map(|t| format!("&t={t}")).unwrap_or_default();
            // The frame is the author's, if it is one: its options are part of it.
            let player = match first {
                "embed" => url.to_owned(),
                _ => format!("https://www.youtube-nocookie.com/embed/{id}"),
            };
            found("YouTube", true, format!("https://www.youtube.com/watch?v={id}{link}"), player)
        }
        "player.vimeo.com" if first == "video" && is_id(second) => {
            found("Vimeo", true, format!("https://vimeo.com/{second}"), url.to_owned())
        }
        "vimeo.com" if is_id(first) && second.is_empty() => {
            found("Vimeo", true, url.to_owned(), format!("https://player.vimeo.com/video/{first}"))
        }
        "vimeo.com" => same("Vimeo", true),
        "gist.github.com" => {
            let link = url.split('?').next().unwrap_or(url);
            let file =
                given("file").map(|file| format!("#file-{}", file.replace('.', "-"))).unwrap_or_default();
            found(
                "GitHub Gist",
                false,
                [link.strip_suffix(".js").unwrap_or(link), &file].concat(),
                String::new(),
            )
        }
        "twitter.com" | "mobile.twitter.com" => same("Twitter", false),
        "x.com" => same("X", false),
        "bsky.app" => same("Bluesky", false),
        "speakerdeck.com" => same("Speaker Deck", false),
        "slideshare.net" => same("SlideShare", false),
        "open.spotify.com" => same("Spotify", true),
        "w.soundcloud.com" | "soundcloud.com" => same("SoundCloud", true),
        "codepen.io" => found("CodePen", false, url.replacen("/embed/", "/pen/", 1), url.to_owned()),
        "asciinema.org" => same("asciinema", true),
        "google.com" if first == "maps" => same("Google Maps", false),
        _ => same(host, false),
    }
}

/// Whether a text can be what a site calls one of its films.
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Whether a script's address is of one that shows something or dresses it.
pub(super) fn is_known_script(src: &str) -> bool {
    is_gist(src) || dresses(src)
}

pub(super) fn is_gist(src: &str) -> bool {
    bare(src).starts_with("gist.github.com/") && bare(src).contains(".js")
}

pub(super) fn dresses(src: &str) -> bool {
    DRESSERS.iter().any(|known| bare(src).starts_with(known))
}

fn bare(src: &str) -> &str {
    let src = src.trim();
    src.strip_prefix("https:").or_else(|| src.strip_prefix("http:")).unwrap_or(src).trim_start_matches('/')
}

/// A link in the place of what it leads to.
pub(super) fn card(media: &Media, title: Option<&str>) -> String {
    let address = || {
        media.link.split_once("://").map_or(media.link.as_str(), |(_, rest)| rest).trim_start_matches("www.")
    };
    let title = title.map(str::trim).filter(|title| !title.is_empty());
    let mut html = "<a class=\"embed".to_owned();
    html.push_str(if media.plays { " embed-plays\"" } else { "\"" });
    put(&mut html, "href", &media.link);
    html.push_str("><span class=\"embed-title\">");
    html.push_str(&escape(title.unwrap_or_else(address)));
    html.push_str("</span> <span class=\"embed-host\">");
    html.push_str(&escape(&media.provider));
    html.push_str("</span></a>");
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_players_become_those_of_pages() {
        for (url, provider, link) in [
            (
                "https://www.youtube.com/embed/a-1?rel=0&start=30",
                "YouTube",
                "https://www.youtube.com/watch?v=a-1&t=30",
            ),
            ("https://www.youtube-nocookie.com/embed/a", "YouTube", "https://www.youtube.com/watch?v=a"),
            ("https://youtu.be/a?t=9", "YouTube", "https://www.youtube.com/watch?v=a&t=9"),
            (
                "https://www.youtube.com/embed/videoseries?list=x",
                "YouTube",
                "https://www.youtube.com/embed/videoseries?list=x",
            ),
            ("https://player.vimeo.com/video/12", "Vimeo", "https://vimeo.com/12"),
            (
                "https://gist.github.com/me/12.js?file=a.rb",
                "GitHub Gist",
                "https://gist.github.com/me/12#file-a-rb",
            ),
            ("https://video.example/12", "video.example", "https://video.example/12"),
        ] {
            let media = media(url);
            assert_eq!((media.provider.as_str(), media.link.as_str()), (provider, link), "{url}");
        }
        assert_eq!(media("https://vimeo.com/12").player, "https://player.vimeo.com/video/12");
    }
}
