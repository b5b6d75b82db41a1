//! E-mail addresses are hidden from those who collect them, and scripts run when a script of the host says so: what
//! Cloudflare does where "Email Address Obfuscation" and "Rocket Loader" are on.

use super::html::{Piece, attribute, attributes, name, pieces, with_attribute};

const HIDDEN: &str = "/cdn-cgi/l/email-protection";
/// Scripts that the host puts into pages are below this path.
pub(super) const SCRIPTS: &str = "/cdn-cgi/scripts/";
/// What a type has in front while its script waits.
const WAITS: &str = "d1f00d-";

/// A page as readers get it.
pub(super) fn hidden(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let (mut body, mut link, mut off) = (false, false, false);
    for piece in pieces(page) {
        match piece {
            Piece::Tag(tag) => {
                body |= name(tag) == "body";
                link = name(tag) == "a" || (link && name(tag) != "/a");
                out.push_str(&written_over(tag, off));
            }
            Piece::Comment(comment) => {
                off = comment == "<!--email_off-->" || (off && comment != "<!--/email_off-->");
                out.push_str(comment);
            }
            Piece::Text(text) if body && !off => out.push_str(&without_addresses(text, link)),
            other => out.push_str(other.text()),
        }
    }
    let scripts = format!(
        "<script data-cfasync=\"false\" src=\"{SCRIPTS}decode.js\"></script>\
         <script src=\"{SCRIPTS}rocket-loader.js\" data-cf-settings=\"{WAITS}|49\" defer></script></body>"
    );
    out.replacen("</body>", &scripts, 1)
}

fn written_over(tag: &str, off: bool) -> String {
    let mail = attribute(tag, "href").and_then(|href| href.strip_prefix("mailto:"));
    let changed = match (name(tag), mail) {
        ("a", Some(mail)) if !off => {
            let mail = mail.split('?').next().unwrap_or_default();
            with_attribute(tag, "href", &format!("{HIDDEN}#{}", scrambled(mail)))
        }
        ("script", _) if !is_left_alone(tag) => match attribute(tag, "type") {
            Some(kind @ ("module" | "text/javascript")) => {
                with_attribute(tag, "type", &format!("{WAITS}{kind}"))
            }
            Some(_) => None,
            None => Some(tag.replacen("<script", &format!("<script type=\"{WAITS}text/javascript\""), 1)),
        },
        _ => None,
    };
    changed.unwrap_or_else(|| tag.to_owned())
}

/// The word that leaves a script alone must stand before its address.
fn is_left_alone(tag: &str) -> bool {
    attributes(tag)
        .take_while(|(name, _)| *name != "src")
        .any(|(name, value)| name == "data-cfasync" && value == Some("false"))
}

fn scrambled(mail: &str) -> String {
    const KEY: u8 = 0x2f;
    [KEY].into_iter().chain(mail.bytes().map(|byte| byte ^ KEY)).map(|byte| format!("{byte:02x}")).collect()
}

/// A text, also one of code, without its addresses.
fn without_addresses(text: &str, link: bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((start, end)) = address(rest) {
        let mail = scrambled(&rest[start..end]);
        let (open, close) = match link {
            true => ("span".to_owned(), "span"),
            false => (format!("a href=\"{HIDDEN}\""), "a"),
        };
        out.push_str(&rest[..start]);
        out.push_str(&format!(
            "<{open} class=\"__cf_email__\" data-cfemail=\"{mail}\">[email&#160;protected]</{close}>"
        ));
        rest = &rest[end..];
    }
    out + rest
}

/// Where the first address of a text begins and ends.
fn address(text: &str) -> Option<(usize, usize)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let is_host = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    text.match_indices('@').find_map(|(at, _)| {
        let start = at - text[..at].chars().rev().take_while(|c| is_name(*c)).count();
        let host: String = text[at + 1..].chars().take_while(|c| is_host(*c)).collect();
        let host = host.trim_end_matches(['.', '-']);
        (start < at && host.find('.').is_some_and(|dot| dot > 0)).then(|| (start, at + 1 + host.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_go_from_text_code_and_links_and_scripts_wait() {
        let page = "<head><title>a@b.example</title><script type=\"module\" src=\"/a.js\"></script>\
                    <script data-cfasync=\"false\" type=\"module\" src=\"/b.js\"></script></head>\
                    <body><p>Ask a@b.example. <a href=\"mailto:a@b.example?subject=c\">me@b.example</a></p>\
                    <code>git@b.example:c</code><!--email_off-->d@b.example<!--/email_off--> @x e@f</body>";
        let got = hidden(page);
        assert!(got.contains("<title>a@b.example"), "{got}");
        assert!(got.contains("<script type=\"d1f00d-module\" src=\"/a.js\">"), "{got}");
        assert!(got.contains("<script data-cfasync=\"false\" type=\"module\" src=\"/b.js\">"), "{got}");
        assert!(got.contains(&format!("<a href=\"{HIDDEN}#{}\"><span ", scrambled("a@b.example"))), "{got}");
        assert!(got.contains("[email&#160;protected]</a>:c</code>"), "{got}");
        assert!(got.contains("d@b.example<!--/email_off--> @x e@f<script"), "{got}");
        assert_eq!(got.matches("b.example").count(), 2, "{got}");
    }
}
