//! A plain static server on the loopback address, for looking at a build. It knows folders, `index.html` and
//! `404.html`, like every static host, and nothing of Lamplight.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use anyhow::{Context, Result};
use axum::Router;
use axum::http::StatusCode;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_status::SetStatus;

/// Serves a folder until the process ends. `base` is the path that it appears under, with slashes at both ends.
/// `ready` gets the address once connections are taken.
///
/// # Errors
/// If the port can't be had.
pub fn serve(folder: &Path, base: &str, port: u16, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    let missing = SetStatus::new(ServeFile::new(folder.join("404.html")), StatusCode::NOT_FOUND);
    let files = ServeDir::new(folder).append_index_html_on_directories(true).fallback(missing);
    let router = match base.trim_end_matches('/') {
        "" => Router::new().fallback_service(files),
        path => Router::new().nest_service(path, files),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .with_context(|| format!("port {port} is taken; choose another with --port"))?;
        ready(listener.local_addr()?);
        let stop = async {
            // Without a signal handler the default action ends the process as well.
            let _ = tokio::signal::ctrl_c().await;
        };
        axum::serve(listener, router).with_graceful_shutdown(stop).await.context("the server stopped")
    })
}
