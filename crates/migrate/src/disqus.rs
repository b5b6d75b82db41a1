//! Disqus: an export in XML, whose comments belong to addresses of posts.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use crate::model::Comment;
use crate::report::ImportReport;
use crate::text::{clean, date, path_of, rfc3339};
use crate::xml;

/// The comments of one page.
#[derive(Clone, Debug, Default)]
pub struct DisqusThread {
    /// Its path, decoded, with a leading slash.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Comments that were published, in the order of the export.
    pub comments: Vec<Comment>,
}

/// An element `post` or `thread` while it is read.
#[derive(Default)]
struct Element {
    id: String,
    parent: String,
    thread: String,
    fields: HashMap<String, String>,
}

impl Element {
    fn get(&self, key: &str) -> &str {
        self.fields.get(key).map_or("", |text| text.trim())
    }
}

/// Reads an export: pages with comments, in the order of their paths. E-mail and network addresses are not kept.
#[must_use]
pub fn read(bytes: &[u8]) -> (Vec<DisqusThread>, ImportReport) {
    let text = String::from_utf8_lossy(bytes);
    let mut report = ImportReport::default();
    let mut threads: HashMap<String, DisqusThread> = HashMap::new();
    let mut posts = Vec::new();
    let mut reader = xml::reader(text.trim_start_matches('\u{feff}'));
    let mut open: Option<(&str, Element)> = None;
    let mut value = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                value.clear();
                match (start.name().as_ref(), &mut open) {
                    ("thread", None) => {
                        open = Some(("thread", Element { id: id(&start), ..Element::default() }))
                    }
                    ("post", None) => open = Some(("post", Element { id: id(&start), ..Element::default() })),
                    ("thread", Some(("post", element))) => element.thread = id(&start),
                    ("parent", Some(("post", element))) => element.parent = id(&start),
                    _ => {}
                }
            }
            Ok(Event::Text(part)) => value.push_str(&part.into_inner()),
            Ok(Event::CData(part)) => value.push_str(&part.into_inner()),
            Ok(Event::GeneralRef(name)) => value.push_str(&xml::reference(&name.into_inner())),
            Ok(Event::End(end)) => match (end.name().as_ref(), &mut open) {
                ("thread", Some(("thread", _))) => {
                    if let Some((_, element)) = open.take() {
                        let path = path_of(element.get("link")).unwrap_or_default();
                        let title = element.get("title").to_owned();
                        threads.insert(element.id, DisqusThread { path, title, comments: Vec::new() });
                    }
                }
                ("post", Some(("post", _))) => posts.extend(open.take().map(|(_, element)| element)),
                ("email" | "ipAddress", Some(_)) => {}
                (name, Some((_, element))) => {
                    element.fields.entry(name.to_owned()).or_insert_with(|| clean(&value));
                }
                _ => {}
            },
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                report.remark(
                    format!("byte {} of the export", reader.error_position()),
                    format!("this is no XML ({error}); what stands behind it is lost; export again"),
                );
                break;
            }
        }
    }
    for post in posts {
        take(&post, &mut threads, &mut report);
    }
    (by_path(threads), report)
}

fn id(start: &BytesStart<'_>) -> String {
    let id = start.try_get_attribute("dsq:id").ok().flatten();
    id.map(|id| id.value.to_string()).unwrap_or_default()
}

fn take(post: &Element, threads: &mut HashMap<String, DisqusThread>, report: &mut ImportReport) {
    let is_hidden = ["isDeleted", "isSpam"].iter().any(|key| post.get(key) == "true");
    // Comments that wait for approval.
    let is_waiting = post.get("isApproved") == "false";
    let thread = threads.get_mut(&post.thread).filter(|_| !is_hidden && !is_waiting);
    let Some(thread) = thread else {
        report.leave_out("comments");
        return;
    };
    report.count("comments").read += 1;
    thread.comments.push(Comment {
        id: post.id.clone(),
        parent: post.parent.clone(),
        author: post.get("name").to_owned(),
        url: String::new(),
        date: date(post.get("createdAt")).as_deref().map(rfc3339).unwrap_or_default(),
        html: post.get("message").to_owned(),
    });
}

/// Threads by path: `/a/` and `/a/?utm=1` are one page.
fn by_path(threads: HashMap<String, DisqusThread>) -> Vec<DisqusThread> {
    let mut all: Vec<_> = threads.into_iter().filter(|(_, thread)| !thread.comments.is_empty()).collect();
    all.sort_by(|a, b| (&a.1.path, &a.0).cmp(&(&b.1.path, &b.0)));
    let mut joined: Vec<DisqusThread> = Vec::new();
    for (_, thread) in all {
        match joined.last_mut().filter(|last| !thread.path.is_empty() && last.path == thread.path) {
            Some(last) => last.comments.extend(thread.comments),
            None => joined.push(thread),
        }
    }
    joined
}
