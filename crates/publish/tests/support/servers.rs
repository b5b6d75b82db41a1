//! Servers on the loopback address, for the time of a test.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lamplight_publish::Access;
use tempfile::TempDir;

/// An S3 server over a folder: `s3s-fs`.
pub struct S3 {
    pub folder: TempDir,
    pub endpoint: String,
    _runtime: tokio::runtime::Runtime,
}

const KEY: &str = "a-key-of-the-test";
const SECRET: &str = "a-secret-of-the-test";

impl S3 {
    /// Starts a server with one bucket.
    pub fn start(bucket: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(bucket)).expect("a bucket");
        let store = s3s_fs::FileSystem::new(folder.path()).expect("a store");
        let mut builder = s3s::service::S3ServiceBuilder::new(store);
        builder.set_auth(s3s::auth::SimpleAuth::from_single(KEY, SECRET));
        // Anybody may read, as on a website.
        builder.set_access(Website);
        let service = builder.build();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        runtime.spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let socket = hyper_util::rt::TokioIo::new(socket);
                    let _ =
                        hyper::server::conn::http1::Builder::new().serve_connection(socket, service).await;
                });
            }
        });
        Self { folder, endpoint, _runtime: runtime }
    }

    pub fn access(&self) -> Access {
        let keys = [("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", SECRET)];
        Access {
            environment: keys.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            ..Access::default()
        }
    }

    /// The headers that somebody without a key gets with an object.
    pub fn headers(&self, path: &str) -> BTreeMap<String, String> {
        let answer = ureq::get(format!("{}/{path}", self.endpoint)).call().expect("an answer");
        let text = |value: &ureq::http::HeaderValue| value.to_str().expect("text").to_owned();
        answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
    }
}

/// Reading needs no key.
struct Website;

#[async_trait::async_trait]
impl s3s::access::S3Access for Website {
    async fn check(&self, context: &mut s3s::access::S3AccessContext<'_>) -> s3s::S3Result<()> {
        match context.credentials().is_some() || context.s3_op().name() == "GetObject" {
            true => Ok(()),
            false => Err(s3s::s3_error!(AccessDenied)),
        }
    }
}

/// An OpenSSH server that knows one key and one user: who runs the test.
pub struct Sshd {
    pub folder: TempDir,
    pub port: u16,
    server: Child,
}

impl Sshd {
    /// Starts a server.
    pub fn start() -> Self {
        let program = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/libexec/sshd"]
            .iter()
            .find(|path| Path::new(path).exists())
            .expect("sshd (apt install openssh-server)");
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        for name in ["host", "user"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(path(name))
                .status();
            assert!(made.expect("ssh-keygen").success());
        }
        let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
        let settings = format!(
            "ListenAddress 127.0.0.1\nPort {port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nStrictModes no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nUsePAM no\n\
             Subsystem sftp internal-sftp\n",
            path("host").display(),
            path("user.pub").display()
        );
        fs::write(path("sshd_config"), settings).expect("settings");
        let host = fs::read_to_string(path("host.pub")).expect("a key");
        fs::write(path("known"), format!("[127.0.0.1]:{port} {host}")).expect("known hosts");
        let needs_folder = fs::create_dir_all("/run/sshd");
        let log = fs::File::create(path("log")).expect("a log");
        let server = Command::new(program)
            .args(["-D", "-e", "-f"])
            .arg(path("sshd_config"))
            .stdin(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("a server");
        let server = Self { folder, port, server };
        let started = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = fs::read_to_string(server.folder.path().join("log")).unwrap_or_default();
            assert!(
                started.elapsed() < Duration::from_secs(30),
                "sshd does not answer ({needs_folder:?}): {log}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    pub fn access(&self) -> Access {
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        let known = format!("UserKnownHostsFile={}", path("known"));
        let user = path("user");
        let ssh = ["ssh", "-F", "none", "-i", &user, "-o", &known, "-o", "BatchMode=yes"];
        Access { ssh: ssh.map(str::to_owned).into(), ..Access::default() }
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A bare Git repository.
pub struct Bare {
    pub folder: TempDir,
}

impl Bare {
    /// A new one. `has_filter`: whether it may be fetched without its files.
    pub fn new(has_filter: bool) -> Self {
        let bare = Self { folder: tempfile::tempdir().expect("a folder") };
        bare.git(&["init", "--quiet", "--bare"]);
        bare.git(&["config", "uploadpack.allowFilter", &has_filter.to_string()]);
        bare.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
        bare
    }

    pub fn git(&self, args: &[&str]) -> String {
        let output = Command::new("git").args(args).current_dir(self.folder.path()).output().expect("git");
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    /// All files of a branch.
    pub fn files(&self, branch: &str) -> BTreeMap<String, Vec<u8>> {
        let checkout = tempfile::tempdir().expect("a folder");
        let there: PathBuf = checkout.path().join("there");
        let address = format!("file://{}", self.folder.path().display());
        let cloned = Command::new("git")
            .args(["clone", "--quiet", "--branch", branch, &address])
            .arg(&there)
            .output()
            .expect("git");
        assert!(cloned.status.success(), "{}", String::from_utf8_lossy(&cloned.stderr));
        let names = Command::new("git").args(["ls-files", "-z"]).current_dir(&there).output().expect("git");
        let names = String::from_utf8(names.stdout).expect("names");
        let names = names.split('\0').filter(|name| !name.is_empty());
        names.map(|name| (name.to_owned(), fs::read(there.join(name)).expect("a file"))).collect()
    }
}
