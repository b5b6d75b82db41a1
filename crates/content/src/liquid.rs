//! The part of Liquid that stands in addresses: `{{ site.baseurl }}/uploads/a.png`.
//!
//! A site's own base is put in front of its links when they are resolved, so these words stand for nothing.

use std::borrow::Cow;

/// Takes `{{ site.baseurl }}` and `{{ site.url }}` out of addresses: where one follows on a mark that can begin an
/// address, and an address follows on it. Anywhere else they are text, or an example of Liquid.
#[must_use]
pub fn without_site_urls(text: &str) -> Cow<'_, str> {
    if !text.contains("{{") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let (before, tag) = rest.split_at(start);
        out.push_str(before);
        let end = tag.find("}}").map(|i| i + 2).filter(|&end| is_site_url(&tag[2..end - 2]));
        let begins = out.ends_with(['(', '"', '\'', '<', '=', ' ', '}']) || out.is_empty();
        match end {
            // `[label]: {{ site.baseurl }}/x` has a blank before it, prose that mentions the tag no slash behind.
            Some(end) if begins && tag[end..].starts_with(['/', '{']) => rest = &tag[end..],
            _ => {
                out.push_str("{{");
                rest = &tag[2..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn is_site_url(inside: &str) -> bool {
    matches!(inside.trim().trim_matches('-').trim(), "site.baseurl" | "site.url")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_the_words_for_the_site() {
        for (text, want) in [
            ("![a]({{ site.baseurl }}/b.png)", "![a](/b.png)"),
            ("<img src=\"{{site.baseurl}}/b.png\">", "<img src=\"/b.png\">"),
            ("[x]: {{ site.url }}{{ site.baseurl }}/b", "[x]: /b"),
            ("write `{{ site.baseurl }}` first", "write `{{ site.baseurl }}` first"),
            ("{{ page.title }}/x and {{ site.url", "{{ page.title }}/x and {{ site.url"),
        ] {
            assert_eq!(without_site_urls(text), want);
        }
    }
}
