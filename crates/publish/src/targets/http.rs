//! Lets the library for object storage send its requests by the HTTP client that `lamplight verify` uses: a second client would bring
//! a second TLS library that is compiled from C.

use std::time::Duration;

use http_body_util::BodyExt;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody,
    HttpService,
};
use ureq::http::Request;

/// How long a host may take to connect.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a request may take, with its body: a film on a slow line takes minutes.
const TIMEOUT: Duration = Duration::from_secs(20 * 60);

/// Makes clients.
#[derive(Clone, Copy, Debug)]
pub(super) struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_global(Some(TIMEOUT))
            .user_agent(concat!("lamplight-publish/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(HttpClient::new(Client(config.new_agent())))
    }
}

#[derive(Debug)]
struct Client(ureq::Agent);

#[async_trait::async_trait]
impl HttpService for Client {
    /// Each lane has a thread of its own, so a request may hold it.
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let answer = match body.is_empty() && !matches!(parts.method.as_str(), "PUT" | "POST") {
            true => self.0.run(Request::from_parts(parts, ())),
            false => self.0.run(Request::from_parts(parts, body.as_ref())),
        };
        let (parts, mut body) = answer.map_err(error)?.into_parts();
        let bytes = body.with_config().limit(u64::MAX).read_to_vec().map_err(error)?;
        Ok(HttpResponse::from_parts(parts, HttpResponseBody::from(bytes)))
    }
}

fn error(error: ureq::Error) -> HttpError {
    let kind = match &error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => HttpErrorKind::Connect,
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::Io(_) | ureq::Error::Protocol(_) => HttpErrorKind::Interrupted,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, error)
}
