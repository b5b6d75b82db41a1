//! A static server that can be told to fail. `lamplight-faults FOLDER [BASE]` shows a built site under a base path, as a
//! plain host would, with the headers of its own `_headers`; and takes orders on a second address. It prints both, as JSON.
//!
//! ```text
//! POST   /faults    [Fault, …]      from now on these, and no others
//! POST   /site      "FOLDER"        another deploy, at once
//! POST   /host      "MODE"          a host that meddles: `host::Mode`; null is a plain one again
//! POST   /dead      true             every connection ends at once, until `false`
//! GET    /requests                  { path: how often it was asked for }
//! DELETE /requests                  begins to count anew
//! ```

mod fault;
mod host;
mod site;

use std::collections::{BTreeMap, BTreeSet};
use std::future::IntoFuture;
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as Waker, Poll};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::{get, post};
use axum::serve::Listener;
use axum::{Json, Router};
use fault::Fault;
use futures_util::{StreamExt, stream};
use host::{Asked, Mode};
use site::{Answer, Site};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// What both addresses share.
#[derive(Clone)]
struct Host(Arc<Mutex<Inner>>);

struct Inner {
    site: Site,
    faults: Vec<Fault>,
    mode: Option<Mode>,
    /// Hashed files that a deploy in the making did not have when they were first asked for.
    missed: BTreeSet<String>,
    requests: BTreeMap<String, u32>,
    dead: bool,
}

impl Host {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic elsewhere has left nothing half done: every change is one assignment.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().context("usage: lamplight-faults FOLDER [BASE]")?;
    let base = args.next().unwrap_or_else(|| "/".to_owned());
    let site = Site::open(folder.into(), base.clone())?;
    let host = Host(Arc::new(Mutex::new(Inner {
        site,
        faults: Vec::new(),
        mode: None,
        missed: BTreeSet::new(),
        requests: BTreeMap::new(),
        dead: false,
    })));
    let orders = Router::new()
        .route("/faults", post(set_faults))
        .route("/site", post(set_site))
        .route("/host", post(set_mode))
        .route("/dead", post(set_dead))
        .route("/requests", get(requests).delete(forget))
        .with_state(host.clone());
    let shown = Router::new().fallback(answer).with_state(host.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (site, control) = (
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?,
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?,
        );
        println!(
            "{{\"site\":\"http://{}{base}\",\"control\":\"http://{}\"}}",
            site.local_addr()?,
            control.local_addr()?
        );
        let served = axum::serve(Door { listener: site, host }, shown).into_future();
        let ordered = axum::serve(control, orders).into_future();
        futures_util::future::try_join(served, ordered).await?;
        Ok(())
    })
}

async fn set_faults(State(host): State<Host>, Json(faults): Json<Vec<Fault>>) {
    host.lock().faults = faults;
}

async fn set_site(State(host): State<Host>, Json(folder): Json<String>) -> Result<(), StatusCode> {
    let base = host.lock().site.base().to_owned();
    host.lock().site = Site::open(folder.into(), base).map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(())
}

async fn set_mode(State(host): State<Host>, Json(mode): Json<Option<Mode>>) {
    let mut host = host.lock();
    host.mode = mode;
    host.missed.clear();
}

async fn set_dead(State(host): State<Host>, Json(dead): Json<bool>) {
    host.lock().dead = dead;
}

async fn requests(State(host): State<Host>) -> Json<BTreeMap<String, u32>> {
    Json(host.lock().requests.clone())
}

async fn forget(State(host): State<Host>) {
    host.lock().requests.clear();
}

async fn answer(State(host): State<Host>, request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let (answer, faults) = {
        let mut host = host.lock();
        *host.requests.entry(path.clone()).or_default() += 1;
        let faults: Vec<Fault> =
            host.faults.iter_mut().filter_map(|f| f.strikes(&path).then(|| f.clone())).collect();
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        let Inner { site, mode, missed, .. } = &mut *host;
        let answer = match mode {
            Some(mode) => mode.answer(site, Asked { path: &path, query: &query }, missed),
            None => site.answer(&path),
        };
        (answer, faults)
    };
    let mut made = Made { answer, promised: None, ends: End::Well };
    for fault in &faults {
        tokio::time::sleep(Duration::from_millis(fault.delay)).await;
        made.spoil(fault);
    }
    made.response()
}

/// Takes connections, and slams the door while the network is dead.
struct Door {
    listener: TcpListener,
    host: Host,
}

impl Listener for Door {
    type Io = Line;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = Listener::accept(&mut self.listener).await;
            if !self.host.lock().dead {
                return (Line { stream, host: self.host.clone() }, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// A connection, which breaks once the network is dead: browsers open some before they need them.
struct Line {
    stream: TcpStream,
    host: Host,
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Waker<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(context, into);
        match read.is_ready() && self.host.lock().dead {
            true => Poll::Ready(Err(std::io::ErrorKind::ConnectionReset.into())),
            false => read,
        }
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Waker<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Waker<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Waker<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// How the body of an answer ends.
enum End {
    Well,
    /// The connection breaks.
    Broken,
    /// Nothing comes any more.
    Never,
}

/// An answer in the making.
struct Made {
    answer: Answer,
    /// The length that the answer promises, if it is not that of the body.
    promised: Option<usize>,
    ends: End,
}

impl Made {
    fn spoil(&mut self, fault: &Fault) {
        let answer = &mut self.answer;
        if let Some(to) = &fault.redirect {
            answer.status = 302;
            answer.headers.push(("location".into(), to.clone()));
        }
        answer.status = fault.status.unwrap_or(answer.status);
        if let Some(kind) = &fault.kind {
            answer.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
            if !kind.is_empty() {
                answer.headers.push(("content-type".into(), kind.clone()));
            }
        }
        if let Some(body) = &fault.body {
            answer.body = body.clone().into_bytes();
        }
        if let Some(text) = &fault.prepend {
            answer.body.splice(0..0, text.bytes());
        }
        if let Some(byte) = fault.flip.and_then(|at| answer.body.get_mut(at)) {
            *byte ^= 1;
        }
        answer.body.truncate(fault.truncate.unwrap_or(usize::MAX));
        for (at, end) in [(fault.cut, End::Broken), (fault.stall, End::Never)] {
            if let Some(at) = at {
                self.promised = Some(answer.body.len());
                answer.body.truncate(at);
                self.ends = end;
            }
        }
    }

    fn response(self) -> Response<Body> {
        let length = self.promised.unwrap_or(self.answer.body.len());
        let first = stream::iter([Ok::<Bytes, std::io::Error>(self.answer.body.into())]);
        let body = match self.ends {
            End::Well => Body::from_stream(first),
            End::Broken => Body::from_stream(
                first.chain(stream::iter([Err(std::io::ErrorKind::ConnectionReset.into())])),
            ),
            End::Never => Body::from_stream(first.chain(stream::pending())),
        };
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.answer.status).unwrap_or(StatusCode::OK);
        for (name, value) in self.answer.headers {
            if let (Ok(name), Ok(value)) = (name.parse::<header::HeaderName>(), HeaderValue::from_str(&value))
            {
                response.headers_mut().insert(name, value);
            }
        }
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        // So that a connection that was made before the network died does not outlive it.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        response
    }
}
