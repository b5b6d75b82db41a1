//! Addresses such as `/?p=12`, which only a host can redirect: a file of rules for each kind of host that can.

use std::fmt::Write;

/// Paths below the folder of the new blog, and what is in the files. Each pair is a number and the path that it leads to.
pub(crate) fn by_number(numbers: &[(&str, String)]) -> Vec<(String, String)> {
    if numbers.is_empty() {
        return Vec::new();
    }
    let mut nginx = String::from(
        "# Addresses of WordPress such as /?p=12. Include this file in the `http` block, and write into the `server` block:\n\
         #     if ($lamplight_number) { return 301 $lamplight_number; }\n\
         map \"$uri?$arg_p\" $lamplight_number {\n    default \"\";\n",
    );
    let mut netlify =
        String::from("# Addresses of WordPress such as /?p=12. Append this file to your netlify.toml.\n");
    let mut apache = String::from(
        "# Addresses of WordPress such as /?p=12. Append this file to the .htaccess of your site.\nRewriteEngine On\n",
    );
    for (number, path) in numbers {
        let path = encoded(path);
        // Writing into a text does not fail.
        let _ = writeln!(nginx, "    \"/?{number}\" \"{path}\";");
        let _ = writeln!(
            netlify,
            "[[redirects]]\nfrom = \"/\"\nquery = {{ p = \"{number}\" }}\nto = \"{path}\"\nstatus = 301\nforce = true\n"
        );
        let _ = writeln!(
            apache,
            "RewriteCond %{{QUERY_STRING}} ^p={number}$\nRewriteRule ^$ {} [R=301,L,QSD,NE]",
            path.replace('%', "\\%")
        );
    }
    nginx.push_str("}\n");
    [("nginx.conf", nginx), ("netlify.toml", netlify), ("htaccess", apache)]
        .map(|(name, text)| (format!("redirects/{name}"), text))
        .to_vec()
}

/// A path with all that is no letter, digit or plain sign of ASCII encoded, so that no rule can be broken by it.
fn encoded(path: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~')
        .remove(b'%');
    percent_encoding::utf8_percent_encode(path, KEPT).to_string()
}
