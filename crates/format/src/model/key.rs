//! The normal form of an address.

/// The key of a path in [`RouteTable`](super::RouteTable): with leading slash, without trailing slash, `index.html` and `.html`. The caller
/// has decoded the path and removed base and query.
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
