//! Known scripts of other sites, which embed or style something, by their addresses.

/// Scripts that only style content which is already in the text, such as a message.
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

/// Whether the address is that of a known script, which embeds or styles something.
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
