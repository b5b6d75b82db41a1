//! The one form of an address.

/// The one form of an address in [`Table`](super::Table): percent-decoded by the caller, no base, no query, leading slash, no
/// trailing slash, no `index.html`, no `.html`.
#[must_use]
pub fn route_key(path: &str) -> String {
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix("/index.html").unwrap_or(path);
    let path = path.strip_suffix(".html").unwrap_or(path).trim_end_matches('/');
    if path.starts_with('/') { path.to_owned() } else { ["/", path].concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_of_an_address_have_one_key() {
        for path in ["/blog/a", "/blog/a/", "/blog/a/index.html", "/blog/a.html", "blog/a"] {
            assert_eq!(route_key(path), "/blog/a");
        }
        assert_eq!(
            [route_key("/"), route_key(""), route_key("/index.html")],
            ["/", "/", "/"].map(String::from)
        );
    }
}
