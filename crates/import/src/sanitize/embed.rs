//! Films, slides and messages of other sites. A page shows a link in their place, with what is known of them: nothing
//! of another site is loaded, and no other site hears of the reader, before a click.

use lamplight_markdown::links::{LinkContext, LinkKind, LinkTarget};

use super::html::{escape, put};
use super::scripts::{dresses, is_gist};
use super::tokens::StartTag;
use super::verdict::Verdict;

/// Something of another site.
struct MediaEmbed {
    /// Name of the other site, for readers.
    provider: String,
    /// Address of its page.
    link: String,
    /// Address of the player, for a frame.
    player: String,
    /// Whether it is a film or a recording.
    plays: bool,
}

/// The medium at an address of another site.
fn media(url: &str) -> MediaEmbed {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parts = path.split('#').next().unwrap_or_default().split('/').filter(|part| !part.is_empty());
    let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let given = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let found = |provider: &str, plays: bool, link: String, player: String| MediaEmbed {
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

/// Whether a text can be the id of a medium.
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// A link to a medium.
fn card(media: &MediaEmbed, title: Option<&str>) -> String {
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

/// Replaces a frame by a link: nothing of another site is loaded before a click, and nothing is lost. Frames of hosts in the
/// settings are shown, in a sandbox.
pub(super) fn frame_or_link(tag: &StartTag, place: &LinkContext<'_>, frames: &[String]) -> Verdict {
    let target = tag.get("src").map(|src| place.resolve(src, LinkKind::Link));
    let Some(url) = target.as_ref().and_then(LinkTarget::url) else { return Verdict::Drop };
    let foreign = matches!(target, Some(LinkTarget::Foreign(_)));
    let media = foreign.then(|| media(url));
    if let Some(media) = &media
        && let Some(host) = host(&media.player)
        && frames.iter().any(|trusted| trusted.eq_ignore_ascii_case(host))
    {
        return frame(tag, &media.player, host);
    }
    let media = media.unwrap_or_else(|| MediaEmbed {
        provider: String::new(),
        link: url.to_owned(),
        player: String::new(),
        plays: false,
    });
    Verdict::Replace { html: card(&media, tag.get("title")), code: "embed-linked", what: media.provider }
}

/// Removes a script. A script that embeds something becomes a link to it.
pub(super) fn script(tag: &StartTag, place: &LinkContext<'_>) -> Verdict {
    let src = tag.get("src").unwrap_or_default();
    let target = place.resolve(src, LinkKind::Link);
    match target.url() {
        Some(url) if is_gist(src) => {
            let media = media(url);
            Verdict::Replace { html: card(&media, None), code: "embed-linked", what: media.provider }
        }
        // The id of slides is an attribute of their script.
        Some(_) if dresses(src) => match tag.get("data-id").filter(|_| src.contains("speakerdeck.com")) {
            Some(id) => {
                let media = media(&format!("https://speakerdeck.com/player/{id}"));
                Verdict::Replace {
                    html: card(&media, tag.get("data-title")),
                    code: "embed-linked",
                    what: media.provider,
                }
            }
            None => Verdict::Gone,
        },
        _ => Verdict::Drop,
    }
}

fn frame(tag: &StartTag, url: &str, host: &str) -> Verdict {
    let mut html = "<iframe".to_owned();
    put(&mut html, "src", url);
    put(&mut html, "title", tag.get("title").filter(|t| !t.trim().is_empty()).unwrap_or(host));
    put(&mut html, "loading", "lazy");
    // The frame keeps its own origin, which is not ours; without it most players refuse to play.
    put(&mut html, "sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation");
    put(&mut html, "referrerpolicy", "strict-origin-when-cross-origin");
    put(&mut html, "allow", "fullscreen");
    for side in ["width", "height"] {
        let digits = tag.get(side).unwrap_or_default().trim().trim_end_matches("px");
        if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            put(&mut html, side, digits);
        }
    }
    html.push_str("></iframe>");
    let known = [
        "src",
        "title",
        "width",
        "height",
        "allow",
        "allowfullscreen",
        "frameborder",
        "loading",
        "class",
        "id",
    ];
    let names = tag.attributes.iter().map(|(name, _)| name);
    let dropped = names.filter(|name| !known.contains(&name.as_str())).cloned().collect();
    Verdict::Keep { html, void: true, dropped }
}

/// Host and port of an `https:` address that names no user.
fn host(url: &str) -> Option<&str> {
    let rest = url.get(..8).filter(|scheme| scheme.eq_ignore_ascii_case("https://")).and(url.get(8..))?;
    let host = rest.split(['/', '?', '#', '\\']).next()?;
    (!host.contains('@')).then_some(host)
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
