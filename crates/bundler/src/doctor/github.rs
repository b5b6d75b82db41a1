//! Asks GitHub whether a workflow is switched on. Public repositories say so to everybody.

use std::time::Duration;

/// Where GitHub answers.
pub(super) const API: &str = "https://api.github.com";

const TIMEOUT: Duration = Duration::from_secs(10);

/// The longest answer that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// `active`, `disabled_inactivity` or another state; or why there is none.
pub(super) fn state(api: &str, owner: &str, name: &str, workflow: &str) -> Result<String, String> {
    let file = workflow.rsplit('/').next().unwrap_or(workflow);
    let address = format!("{api}/repos/{owner}/{name}/actions/workflows/{file}");
    let settings = ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).build();
    let agent: ureq::Agent = settings.into();
    let request = agent.get(&address).header("user-agent", "lamplight").header("accept", "application/json");
    let mut response = request.call().map_err(|error| error.to_string())?;
    let text = response.body_mut().with_config().limit(LONGEST).read_to_string();
    let text = text.map_err(|error| error.to_string())?;
    let answer: serde_json::Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    answer["state"].as_str().map(str::to_owned).ok_or_else(|| "the answer has no state".to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    #[test]
    fn the_state_is_read_from_what_github_answers() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let api = format!("http://{}", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let read = stream.read(&mut request).unwrap();
            let body = "{\"name\": \"x\", \"state\": \"disabled_inactivity\"}";
            write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            )
            .unwrap();
            String::from_utf8_lossy(&request[..read]).into_owned()
        });
        let state = state(&api, "ann", "blog", ".github/workflows/lamplight-due.yml");
        assert_eq!(state.as_deref(), Ok("disabled_inactivity"));
        let request = server.join().unwrap();
        assert!(
            request.starts_with("GET /repos/ann/blog/actions/workflows/lamplight-due.yml HTTP/1.1"),
            "{request}"
        );
    }
}
