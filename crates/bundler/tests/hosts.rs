//! What a build writes for each host, and what real servers make of it.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use case::{Case, files};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::host::Host;
use lamplight_bundler::progress::Progress;
use lamplight_bundler::report::Report;
use lamplight_bundler::verify::{VerifyOptions, verify};

const SETTINGS: &str = "base_url = \"https://a.example/x/y/\"\n";
const POST: &[u8] =
    "---\ntitle: A\ndate: 2020-01-01\nredirect_from: [/old/, /old.php, /\u{e4}lter/]\n---\nText.\n"
        .as_bytes();

/// A blog with three old addresses, published at `/x/y/`.
fn blog(settings: &str) -> Case {
    Case::new(&[("a.md", POST), ("lamplight.toml", [SETTINGS, settings].concat().as_bytes())])
}

/// Names of all files of a built site that only some hosts have: compressed forms by their endings alone.
fn of_host(out: &Path) -> Vec<String> {
    const KNOWN: [&str; 7] = [
        "_headers",
        "_redirects",
        ".nojekyll",
        "vercel.json",
        ".htaccess",
        "lamplight/nginx.conf",
        "lamplight/Caddyfile",
    ];
    let all = files(out);
    let name = |path: &PathBuf| path.strip_prefix(out).unwrap().to_string_lossy().into_owned();
    let mut found: Vec<String> = all.iter().map(name).filter(|name| KNOWN.contains(&name.as_str())).collect();
    for ending in ["br", "gz"] {
        if all.iter().any(|path| path.extension().is_some_and(|end| end == ending)) {
            found.push(format!("*.{ending}"));
        }
    }
    found.sort();
    found
}

fn has_note(report: &Report, text: &str) -> bool {
    report.notes.iter().any(|note| note.contains(text))
}

#[test]
fn each_host_gets_its_own_files_and_no_others() {
    let table: [(&str, &[&str]); 9] = [
        ("any", &[".nojekyll", "_headers", "_redirects"]),
        ("github-pages", &[".nojekyll"]),
        ("cloudflare", &["_headers", "_redirects"]),
        ("netlify", &["_headers", "_redirects"]),
        ("vercel", &["vercel.json"]),
        ("nginx", &["*.br", "*.gz", "lamplight/nginx.conf"]),
        ("caddy", &["*.br", "*.gz", "lamplight/Caddyfile"]),
        ("apache", &["*.br", "*.gz", ".htaccess"]),
        ("s3", &["_headers"]),
    ];
    assert_eq!(table.map(|(name, _)| name), Host::SETTINGS.map(Host::setting));
    let mut others = Vec::new();
    for (name, expected) in table {
        let case = blog(&format!("host = \"{name}\"\n"));
        let report = build(&Options { compress: true, ..case.options() }).unwrap();
        assert_eq!(of_host(&case.path("out")), expected, "{name}");
        assert_eq!(report.counts.errors + report.counts.warnings, 0, "{name}");
        assert_eq!(has_note(&report, "S3"), name == "s3");
        // All else is the same for every host.
        let shared = |path: &PathBuf| {
            let name = path.strip_prefix(case.path("out")).unwrap().to_string_lossy().into_owned();
            let is_form = name.ends_with(".br") || name.ends_with(".gz");
            (!is_form && !expected.contains(&name.as_str())).then(|| (name, fs::read(path).unwrap()))
        };
        let shared: Vec<_> = files(&case.path("out")).iter().filter_map(shared).collect();
        assert!(shared.iter().any(|(name, _)| name == "404.html"));
        assert!(shared.iter().any(|(name, _)| name == "old/index.html"), "pages of old addresses");
        others.push(shared);
    }
    assert!(others.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn who_says_nothing_gets_nothing_compressed_and_an_unknown_host_is_an_error() {
    let case = blog("");
    build(&Options { compress: true, ..case.options() }).unwrap();
    assert_eq!(of_host(&case.path("out")), [".nojekyll", "_headers", "_redirects"]);
    let case = blog("host = \"heroku\"\n");
    let error = format!("{:#}", build(&case.options()).unwrap_err());
    assert!(error.contains("there is no host `heroku`") && error.contains("`netlify`"), "{error}");
}

#[test]
fn the_flag_is_stronger_than_the_setting_and_no_compress_is_stronger_than_both() {
    let case = blog("host = \"netlify\"\n");
    build(&Options { compress: true, host: Some(Host::Caddy), ..case.options() }).unwrap();
    assert_eq!(of_host(&case.path("out")), ["*.br", "*.gz", "lamplight/Caddyfile"]);
    build(&Options { compress: false, host: Some(Host::Caddy), ..case.options() }).unwrap();
    assert_eq!(of_host(&case.path("out")), ["lamplight/Caddyfile"]);
}

#[test]
fn the_flag_for_nginx_goes_on_working() {
    let case = blog("");
    let file = case.path("nginx.conf");
    let report = build(&Options { compress: true, nginx: Some(file.clone()), ..case.options() }).unwrap();
    assert!(has_note(&report, "host = \"nginx\""), "{:?}", report.notes);
    assert_eq!(of_host(&case.path("out")), ["*.br", "*.gz", "lamplight/nginx.conf"]);
    assert_eq!(fs::read(&file).unwrap(), fs::read(case.path("out/lamplight/nginx.conf")).unwrap());

    let other = Options { host: Some(Host::Vercel), nginx: Some(file), ..case.options() };
    let error = build(&other).unwrap_err().to_string();
    assert!(error.contains("`vercel`"), "{error}");
}

#[test]
fn a_site_keeps_its_own_file_of_that_name() {
    let case = blog("host = \"vercel\"\n[files]\n\"static\" = \"/\"\n");
    case.write("site/posts/static/vercel.json", b"{}");
    let report = case.build();
    assert_eq!(fs::read(case.path("out/vercel.json")).unwrap(), b"{}");
    assert!(has_note(&report, "`vercel.json` is one of the site's own files"), "{:?}", report.notes);
}

#[test]
fn vercel_reads_headers_and_redirects() {
    let case = blog("host = \"vercel\"\n");
    case.build();
    let settings = case.json("vercel.json");
    assert_eq!((&settings["cleanUrls"], &settings["trailingSlash"]), (&false.into(), &true.into()));
    let redirect = |from: &str| {
        let all = settings["redirects"].as_array().unwrap();
        all.iter().find(|rule| rule["source"] == from).map(|rule| rule["destination"].clone())
    };
    for from in ["/x/y/old", "/x/y/old/", "/x/y/old.php", "/x/y/%C3%A4lter/"] {
        assert_eq!(redirect(from), Some("/x/y/blog/a/".into()), "{from}");
    }
    let headers = settings["headers"].as_array().unwrap();
    assert!(headers.len() + 2_000 <= 2_048, "the routes that Vercel takes");
    assert_eq!(headers[0]["source"], "/x/y/(.*)");
}

#[test]
fn what_a_host_would_refuse_is_an_error_before_anything_is_written() {
    let case = blog("host = \"cloudflare\"\n[files]\n\"static\" = \"/\"\n");
    case.write("site/posts/static/film.mp4", b"");
    let film = fs::OpenOptions::new().write(true).open(case.path("site/posts/static/film.mp4")).unwrap();
    film.set_len(30 << 20).unwrap();
    let report = build(&Options { strict: true, ..case.options() }).unwrap();
    assert_eq!(report.counts.by_code.get("host-file-size"), Some(&1));
    assert!(!case.path("out").exists(), "--strict writes nothing");
    let mut text = Vec::new();
    report.write_text(&mut text, true, false).unwrap();
    let text = String::from_utf8(text).unwrap();
    for part in ["film.mp4", "30 MiB", "25 MiB", "R2"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let elsewhere = build(&Options { host: Some(Host::Netlify), strict: true, ..case.options() }).unwrap();
    assert_eq!(elsewhere.counts.errors, 0);
}

/// A server that was started for a test, and ends with it.
struct Server {
    child: Child,
    port: u16,
    _settings: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts a program that is unpacked in the cache of the tools, with settings that `write` makes of a port. `None` if it is not
    /// there: `cargo xtask test` fetches it.
    fn start(name: &str, program: &str, write: impl Fn(u16, &Path) -> Vec<String>) -> Option<Self> {
        let home = std::env::var_os("HOME")?;
        let folder = Path::new(&home).join(".cache/lamplight/tools").join(name);
        let path = folder.join(program);
        if !path.is_file() {
            eprintln!("SKIPPED: {} is not there", path.display());
            return None;
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let libraries =
            ["x86_64-linux-gnu", "aarch64-linux-gnu"].map(|kind| folder.join("usr/lib").join(kind));
        let mut command = Command::new(&path);
        // Caddy writes what it runs with into the folder of settings.
        let settings = tempfile::tempdir().unwrap();
        command.env("XDG_CONFIG_HOME", settings.path()).env("XDG_DATA_HOME", settings.path());
        command.args(write(port, &folder)).env("LD_LIBRARY_PATH", std::env::join_paths(libraries).unwrap());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if child.try_wait().unwrap().is_some() || begun.elapsed() > Duration::from_secs(30) {
                let _ = child.kill();
                let output = child.wait_with_output().unwrap();
                panic!("{name} does not answer: {}", String::from_utf8_lossy(&output.stderr));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(Self { child, port, _settings: settings })
    }

    /// `verify` finds nothing to mend, and the headers of the parts that matter are as they should be.
    fn check(&self, out: &Path, own: &str) {
        let root = format!("http://127.0.0.1:{}/x/y/", self.port);
        let options = VerifyOptions { target: root.clone(), against: Some(out.to_owned()), every_page: true };
        let report = verify(&options, &Progress::default()).unwrap();
        let mut text = Vec::new();
        report.write_text(&mut text, true, false).unwrap();
        assert_eq!(report.counts.errors + report.counts.warnings, 0, "{}", String::from_utf8_lossy(&text));

        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent = agent.max_redirects_will_error(false).build().new_agent();
        let ask = |path: &str, encoding: &str| {
            let answer =
                agent.get(format!("{root}{path}")).header("accept-encoding", encoding).call().unwrap();
            let header = |name: &str| {
                answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
            };
            let [kind, cache, packed, to] =
                ["content-type", "cache-control", "content-encoding", "location"].map(header);
            (answer.status().as_u16(), kind, cache, packed, to)
        };
        for (encoding, expected) in [("br, gzip", "br"), ("gzip", "gzip"), ("identity", "")] {
            let (status, kind, cache, packed, _) = ask("blog/a/", encoding);
            assert_eq!((status, kind.as_str(), packed.as_str()), (200, "text/html; charset=utf-8", expected));
            assert_eq!(cache, "public, max-age=0, must-revalidate");
        }
        assert_eq!(ask("blog/a/index.md", "br").1, "text/markdown; charset=utf-8");
        assert_eq!(ask("feed.xml", "br").1, "application/atom+xml; charset=utf-8");
        assert_eq!(ask("feed.xml", "br").3, "br");
        for from in ["old", "old/", "old.php", "%C3%A4lter/"] {
            let (status, _, _, _, to) = ask(from, "br");
            assert_eq!(status, 301, "{from}");
            assert!(to.ends_with("/x/y/blog/a/"), "{from}: {to}");
        }
        for gone in ["none/", "lamplight/app/boot-0000000000000000.js", own] {
            let (status, _, cache, _, _) = ask(gone, "br");
            assert!(matches!(status, 403 | 404) && !cache.contains("immutable"), "{gone}: {status} {cache}");
        }
    }
}

/// A site for a host, below a folder that a server shows at its root.
fn deployed(host: Host) -> (Case, PathBuf, PathBuf) {
    let case = blog("");
    case.write_whole_app();
    let root = case.path("www");
    let out = root.join("x/y");
    fs::create_dir_all(root.join("x")).unwrap();
    build(&Options { compress: true, host: Some(host), out: out.clone(), ..case.options() }).unwrap();
    // Servers that root starts read files as somebody else.
    #[cfg(unix)]
    fs::set_permissions(case.folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    (case, root, out)
}

#[test]
fn nginx_sends_what_its_rules_say() {
    let (case, root, out) = deployed(Host::Nginx);
    let server = Server::start("nginx", "usr/sbin/nginx", |port, folder| {
        let (root, home, file) = (root.display(), case.folder.path().display(), case.path("server.conf"));
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {home}/temp;\n"))
            .concat();
        let text = format!(
            "load_module {0}/usr/lib/nginx/modules/ngx_http_brotli_static_module.so;\npid {home}/pid;\ndaemon off;\n\
             worker_processes 1;\nevents {{ }}\nhttp {{\ninclude {0}/etc/nginx/mime.types;\naccess_log off;\n{temporary}\
             server {{\nlisten 127.0.0.1:{port};\nroot {root};\ninclude {root}/x/y/lamplight/nginx.conf;\n}}\n}}\n",
            folder.display()
        );
        fs::write(&file, text).unwrap();
        ["-e", "stderr", "-c", &file.to_string_lossy()].map(str::to_owned).to_vec()
    });
    server.inspect(|server| server.check(&out, "lamplight/nginx.conf"));
}

#[test]
fn caddy_sends_what_its_rules_say() {
    let (case, root, out) = deployed(Host::Caddy);
    let server = Server::start("caddy", "usr/bin/caddy", |port, _| {
        let (root, file) = (root.display(), case.path("Caddyfile"));
        let text = format!(
            "{{\n\tadmin off\n\tauto_https off\n}}\nhttp://127.0.0.1:{port} {{\n\troot * {root}\n\timport {root}/x/y/lamplight/Caddyfile\n}}\n"
        );
        fs::write(&file, text).unwrap();
        ["run", "--adapter", "caddyfile", "--config", &file.to_string_lossy()].map(str::to_owned).to_vec()
    });
    server.inspect(|server| server.check(&out, "lamplight/Caddyfile"));
}

#[test]
fn apache_sends_what_its_rules_say() {
    let (case, root, out) = deployed(Host::Apache);
    let server = Server::start("apache", "usr/sbin/apache2", |port, folder| {
        let (root, home, file) = (root.display(), case.folder.path().display(), case.path("server.conf"));
        let modules: String = ["mpm_event", "authz_core", "mime", "dir", "headers", "alias", "rewrite"]
            .map(|name| {
                format!(
                    "LoadModule {name}_module {}/usr/lib/apache2/modules/mod_{name}.so\n",
                    folder.display()
                )
            })
            .concat();
        let text = format!(
            "{modules}ServerName a.example\nServerRoot {home}\nPidFile {home}/pid\nErrorLog {home}/errors\nListen 127.0.0.1:{port}\n\
             TypesConfig /dev/null\nDocumentRoot {root}\n<Directory {root}>\nOptions FollowSymLinks\nAllowOverride FileInfo\n\
             Require all granted\n</Directory>\n<FilesMatch \"^\\.ht\">\nRequire all denied\n</FilesMatch>\n"
        );
        fs::write(&file, text).unwrap();
        ["-D", "FOREGROUND", "-f", &file.to_string_lossy()].map(str::to_owned).to_vec()
    });
    server.inspect(|server| server.check(&out, ".htaccess"));
}
