//! Films, messages and slides of other sites.

use super::call::{Call, Shape};
use crate::sanitize::is_media_id as is_id;
use crate::translate::embeds::{frame, gist as gist_of, vimeo as vimeo_of, youtube as youtube_of};

fn block(html: String) -> Option<Shape> {
    Some(Shape::Block(html.clone(), html))
}

fn shown(url: &str, call: &Call<'_>) -> Option<Shape> {
    let start = call.get(&["start", "t", "time"]);
    let url = match start.trim_end_matches('s') {
        seconds if !seconds.is_empty() && seconds.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{url}?start={seconds}")
        }
        _ => url.to_owned(),
    };
    block(frame(&url, call.get(&["title", "label", "caption", "alt"])))
}

/// What a call is given as the name of what it shows.
fn id_of<'c>(call: &'c Call<'_>) -> &'c str {
    call.at_or(0, &["id", "video", "video_id", "videoid", "v", "url", "src", "code", "key", "link"]).trim()
}

fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

pub(super) fn youtube(call: &Call<'_>) -> Option<Shape> {
    let id = id_of(call);
    if is_url(id) {
        return shown(id, call);
    }
    // An address without its beginning, and options behind an id.
    let id = id.rsplit(['/', '=']).next().unwrap_or_default().split(['?', '&']).next().unwrap_or_default();
    if is_id(id) { shown(&youtube_of(id), call) } else { None }
}

pub(super) fn playlist(call: &Call<'_>) -> Option<Shape> {
    let id = id_of(call);
    is_id(id).then(|| frame(&format!("https://www.youtube.com/playlist?list={id}"), "")).and_then(block)
}

pub(super) fn vimeo(call: &Call<'_>) -> Option<Shape> {
    let id = id_of(call);
    if is_url(id) {
        shown(id, call)
    } else if is_id(id) {
        shown(&vimeo_of(id), call)
    } else {
        None
    }
}

pub(super) fn tweet(call: &Call<'_>) -> Option<Shape> {
    let id = id_of(call);
    let user = call.get(&["user"]);
    let user = if is_id(user) { user } else { "i" };
    let url = match (is_url(id), call.at(0), call.at(1)) {
        (true, ..) => id.to_owned(),
        // `{{< tweet user id >}}`
        (_, user, id) if is_id(user) && is_id(id) => format!("https://twitter.com/{user}/status/{id}"),
        _ if is_id(id) => format!("https://twitter.com/{user}/status/{id}"),
        _ => return None,
    };
    block(frame(&url, ""))
}

pub(super) fn gist(call: &Call<'_>) -> Option<Shape> {
    let first = call.at_or(0, &["url", "gist", "user", "username"]);
    if is_url(first) {
        return block(gist_of(first));
    }
    let id = call.at_or(1, &["id"]);
    let file = call.at_or(2, &["file", "filename"]);
    let name = if id.is_empty() { first.to_owned() } else { [first, "/", id].concat() };
    if !name.split('/').all(is_id) {
        return None;
    }
    let script = gist_of(&format!("https://gist.github.com/{name}"));
    block(match file {
        "" => script,
        file => script.replacen(
            ".js\"",
            &[".js?file=", &file.replace(['"', '&', '<', ' '], ""), "\""].concat(),
            1,
        ),
    })
}

/// Sites whose addresses are made of what a call is given.
const SITES: [(&[&str], &str); 14] = [
    (&["instagram", "instagram_simple", "ig"], "https://www.instagram.com/p/{}/"),
    (&["bilibili", "bilivideo", "bili"], "https://www.bilibili.com/video/{}"),
    (&["speakerdeck"], "https://speakerdeck.com/player/{}"),
    (&["asciinema"], "https://asciinema.org/a/{}"),
    (&["codesandbox"], "https://codesandbox.io/s/{}"),
    (&["jsfiddle"], "https://jsfiddle.net/{}/"),
    (&["spotify"], "https://open.spotify.com/{}"),
    (&["soundcloud"], "https://soundcloud.com/{}"),
    (&["streamable"], "https://streamable.com/{}"),
    (&["stackblitz"], "https://stackblitz.com/edit/{}"),
    (&["tiktok"], "https://www.tiktok.com/video/{}"),
    (&["github", "githubcard", "github-card", "github-repo"], "https://github.com/{}"),
    (&["gitlab"], "https://gitlab.com/{}"),
    (&["wikipedia", "wiki"], "https://en.wikipedia.org/wiki/{}"),
];

/// Something of another site that is known by an id or an address.
pub(super) fn of_site(call: &Call<'_>) -> Option<Shape> {
    let names = ["id", "url", "src", "bvid", "aid", "repo", "user", "link"];
    let id = call.at_or(0, &names);
    if is_url(id) {
        return shown(id, call);
    }
    let (_, pattern) = SITES.iter().find(|(names, _)| names.contains(&call.name.as_str()))?;
    // `{{< codepen user id >}}`, `{{< spotify type="track" id="1" >}}`
    let kind = call.get(&["type"]);
    let id = if call.name == "spotify" && is_id(kind) { [kind, "/", id].concat() } else { id.to_owned() };
    let second = call.at(1);
    let id = if matches!(call.name.as_str(), "spotify" | "github") && is_id(second) {
        [&id, "/", second].concat()
    } else {
        id
    };
    let fits = !id.is_empty() && id.split(['/', '.', ':']).all(is_id);
    fits.then(|| frame(&pattern.replace("{}", &id), call.get(&["title", "caption"]))).and_then(block)
}

/// `{{< codepen user="me" id="abc" >}}`
pub(super) fn codepen(call: &Call<'_>) -> Option<Shape> {
    let (user, id) = (call.get(&["user", "username"]), call.at_or(0, &["id", "hash", "slug", "url"]));
    if is_url(id) {
        return shown(id, call);
    }
    let user = if is_id(user) { user } else { "pen" };
    is_id(id)
        .then(|| frame(&format!("https://codepen.io/{user}/pen/{id}").replace("/pen/pen/", "/pen/"), ""))
        .and_then(block)
}

/// A frame that the author gives the address of.
pub(super) fn iframe(call: &Call<'_>) -> Option<Shape> {
    let url = call.at_or(0, &["src", "url", "link", "href"]);
    (is_url(url) || url.starts_with('/')).then(|| frame(url, call.get(&["title", "caption"]))).and_then(block)
}
