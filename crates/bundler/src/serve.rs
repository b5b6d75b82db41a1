//! Static servers on the loopback address. [`preview`] shows a build as every static host would: it knows folders,
//! `index.html` and `404.html`, and nothing of Lamplight. [`live`] shows a site while it is written.

use std::convert::Infallible;
use std::future::IntoFuture;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use percent_encoding::percent_decode_str;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_status::SetStatus;

use crate::live::Overlay;
use crate::output::names::{INDEX, NOT_FOUND};
use crate::remedy::Remedy;

/// The script that pages get in `lamplight serve`.
const SCRIPT: &str = include_str!("live.js");

/// Largest page, in bytes, that the script is put into.
const LARGEST: usize = 64 << 20;

/// Serves a folder until the process ends. `base` is the path that it appears under, with slashes at both ends.
/// `ready` gets the address once connections are taken.
///
/// # Errors
/// If the port can't be used.
pub fn preview(folder: &Path, base: &str, port: u16, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    run(files(folder), base, port, ready)
}

/// As [`preview`], with files of the overlay in place of those of the folder, and a script in pages that shows changes.
///
/// # Errors
/// If the port can't be used.
pub fn live(
    folder: &Path,
    base: &str,
    port: u16,
    fresh: Arc<Overlay>,
    ready: impl FnOnce(SocketAddr),
) -> Result<()> {
    let script = ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT);
    let events = |State((fresh, _)): State<(Arc<Overlay>, String)>| async move {
        let changes = BroadcastStream::new(fresh.subscribe());
        // A page that missed events reloads in any case.
        let event = |change: Result<String, _>| {
            Ok::<_, Infallible>(Event::default().data(change.unwrap_or_else(|_| "*".to_owned())))
        };
        Sse::new(changes.map(event)).keep_alive(KeepAlive::default())
    };
    let state = (fresh, base.to_owned());
    let router = files(folder).layer(middleware::from_fn_with_state(state.clone(), in_front)).merge(
        Router::new()
            .route("/lamplight/live", get(events))
            .route("/lamplight/live.js", get(move || async move { script }))
            .with_state(state),
    );
    run(router, base, port, ready)
}

fn files(folder: &Path) -> Router {
    let missing = SetStatus::new(ServeFile::new(folder.join(NOT_FOUND)), StatusCode::NOT_FOUND);
    let files = ServeDir::new(folder).append_index_html_on_directories(true).fallback(missing);
    Router::new().fallback_service(files)
}

fn run(router: Router, base: &str, port: u16, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    let router = match base.trim_end_matches('/') {
        "" => router,
        path => Router::new().nest(path, router.clone()).nest_service(&format!("{path}/"), router),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(|error| unusable(port, &error))?;
        ready(listener.local_addr()?);
        // Connections of open pages, which wait for changes, end with the runtime. The server itself never ends.
        tokio::spawn(axum::serve(listener, router).into_future());
        // Without a signal handler the default action ends the process as well.
        let _ = tokio::signal::ctrl_c().await;
        Ok(())
    })
}

fn unusable(port: u16, error: &std::io::Error) -> Remedy {
    let (message, help) = match error.kind() {
        ErrorKind::AddrInUse => ("is taken by another program", "end that program, or choose another port"),
        ErrorKind::PermissionDenied => ("needs rights that you don't have", "choose a port above 1023"),
        _ => {
            return Remedy::new(
                format!("port {port} can't be used: {error}"),
                "choose another port: `--port 0`",
            );
        }
    };
    Remedy::new(format!("port {port} {message}"), format!("{help}: `--port 0` takes a free one"))
}

/// Answers from the overlay, and puts the script into pages.
async fn in_front(
    State((fresh, base)): State<(Arc<Overlay>, String)>,
    request: Request,
    next: Next,
) -> Response {
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy().into_owned();
    let file = path.trim_start_matches('/');
    let names = [file.to_owned(), format!("{}/{INDEX}", file.trim_end_matches('/'))];
    let found = names.iter().find_map(|name| Some((name, fresh.file(name)?)));
    let mut answer = match found {
        Some((name, bytes)) => {
            let kind =
                if name.ends_with(".html") { "text/html; charset=utf-8" } else { "application/octet-stream" };
            ([(CONTENT_TYPE, kind)], bytes.to_vec()).into_response()
        }
        None => next.run(request).await,
    };
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let is_page =
        answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return answer;
    }
    let (mut head, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let text = String::from_utf8_lossy(&bytes);
    let script =
        format!("<script src=\"{base}lamplight/live.js\" data-base=\"{base}\" defer></script></body>");
    let text = text.replacen("</body>", &script, 1);
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(text))
}
