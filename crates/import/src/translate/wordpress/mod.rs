//! Shortcodes of WordPress, as exporters leave them: `[caption]`, `[gallery]`, `[sourcecode]`, `[youtube …]`; addresses on
//! lines of their own; and marks of its editor.

mod answer;
mod caption;
mod find;
mod frames;
mod lines;
mod meant;
mod names;
mod source;
mod tag;

use std::borrow::Cow;

use super::context::{Context, Translated};
use super::shortcodes::laid;
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};
use crate::translate::shortcodes::regions::TextRegions;
pub(super) use lines::step as lines;

/// The translator of shortcodes.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    translated(text, context, false)
}

/// That of posts in HTML.
pub(super) fn of_html(text: &str, context: &Context<'_>) -> Translated {
    translated(text, context, true)
}

fn translated(text: &str, context: &Context<'_>, html: bool) -> Translated {
    // An importer wrote each slash so, those of tags included.
    let slashes = context.engines.has(Engine::WordPress) && text.contains("<&#47;");
    let text = &if slashes { Cow::Owned(text.replace("&#47;", "/")) } else { Cow::Borrowed(text) };
    if !find::may_hold(text) {
        return Translated::unchanged(text);
    }
    let mut regions = if html { TextRegions::default() } else { TextRegions::of(text, context.flavour) };
    let (tokens, mut diagnostics) = find::tokens(text, context, &mut regions, html);
    let mut done = match tokens.is_empty() {
        true => Translated::unchanged(text),
        false => laid(text, &tokens, &regions, &answer::paired),
    };
    done.diagnostics.append(&mut diagnostics);
    done
}

const WORDPRESS: &[Engine] = &[Engine::WordPress];

/// The rows of [`crate::marks`].
pub(super) const MARKS: &[Mark] = &[
    row(
        Scope::Everywhere,
        "[caption width=\"3\"]<img …> Words[/caption]",
        "the picture and its caption",
        "",
        "[caption width=\"3\"]<img src=\"a.png\" alt=\"A\"> *B*[/caption]",
        "<figure><img src=\"a.png\" alt=\"A\"><figcaption><em>B</em></figcaption></figure>",
    ),
    row(
        Scope::Everywhere,
        "[sourcecode language=\"php\"] … [/sourcecode], [code language=\"php\"]",
        "a block of code",
        "",
        "[sourcecode language=\"php\"]\n&lt;b&gt;\n[/sourcecode]",
        "```php\n<b>\n```",
    ),
    row(
        Scope::Everywhere,
        "[youtube https://…], [vimeo …], [tweet …], [gist …], [embed]https://…[/embed]",
        "a link to it, or a frame where the settings allow that",
        "",
        "[youtube https://youtu.be/abc]",
        "<iframe src=\"https://youtu.be/abc\"></iframe>",
    ),
    row(
        Scope::Everywhere,
        "[audio src=\"a.mp3\"], [video mp4=\"a.mp4\"]",
        "the sound or the film",
        "",
        "[audio src=\"a.mp3\"]",
        "<audio src=\"a.mp3\" controls></audio>",
    ),
    row(
        Scope::Everywhere,
        "[gallery ids=\"1,2\"], [playlist ids=\"1\"]",
        "nothing: what it shows is known by number in WordPress alone",
        "shortcode-lost",
        "a\n\n[gallery ids=\"1,2\"]\n\nb",
        "a\n\n\n\nb",
    ),
    row(
        Scope::Everywhere,
        "[contact-form-7 id=\"1\"], and other forms and lists",
        "nothing: WordPress makes it",
        "shortcode-lost",
        "a\n\n[contact-form-7 id=\"1\"]\n\nb",
        "a\n\n\n\nb",
    ),
    row(
        Scope::Engines,
        "[code] … [/code], [php] … [/php] and other names of languages",
        "a block of code",
        "shortcode-shown",
        "[php]\n&lt;b&gt;\n[/php]",
        "```php\n<b>\n```",
    ),
    row(Scope::Engines, "$latex x$", "a formula", "", "a $latex x_1$ b", "a <math tex=\"x_1\"> b"),
    row(Scope::Engines, "[[caption]]", "`[caption]` as text", "", "", ""),
    row(
        Scope::Engines,
        "[any-other a=\"b\"] … [/any-other]",
        "what stands between its tags",
        "",
        "[any-other a=\"b\"]x[/any-other]",
        "x",
    ),
    row(
        Scope::Engines,
        "https://youtu.be/abc alone on its line; YouTube, Vimeo, Twitter …",
        "a link to it, or a frame where the settings allow that",
        "",
        "a\n\nhttps://youtu.be/abc\n\nb",
        "a\n\n<iframe src=\"https://youtu.be/abc\"></iframe>\n\nb",
    ),
    row(
        Scope::Everywhere,
        "<!--more Words-->",
        "as `<!--more-->`",
        "",
        "a\n\n<!--more Go on-->\n\nb",
        "a\n\n<!--more-->\n\nb",
    ),
    row(
        Scope::Everywhere,
        "<!-- wp:block {\"ref\":1} /-->",
        "nothing: what it shows is kept in WordPress alone",
        "shortcode-lost",
        "a\n\n<!-- wp:block {\"ref\":1} /-->\n\nb",
        "a\n\nb",
    ),
];

const fn row(
    scope: Scope,
    syntax: &'static str,
    becomes: &'static str,
    code: &'static str,
    example: &'static str,
    result: &'static str,
) -> Mark {
    Mark { engines: WORDPRESS, scope, syntax, becomes, code, example, result }
}
