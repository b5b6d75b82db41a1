//! Comments from Disqus: each thread goes beside the post that has its address.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lamplight_format::model::route_key;
use lamplight_migrate::report::ImportReport;
use lamplight_migrate::{disqus, thread};

use crate::cache::BuildCache;
use crate::comments::ENDING;
use crate::config::Config;
use crate::new_file::{NewFile, write_new};
use crate::options::Options;
use crate::read_posts::read_posts;
use crate::report::Report;

/// Adds comments of an export to the posts of a folder, whatever engine they were written for. `now` is in seconds since
/// 1970.
///
/// # Errors
/// If the export, the posts or the settings can't be read, or a file can't be written.
pub fn import_disqus(file: &Path, posts: &Path, now: i64) -> Result<ImportReport> {
    let bytes = fs::read(file).with_context(|| format!("{} can't be read", file.display()))?;
    let (threads, mut report) = disqus::read(&bytes);
    let config = Config::load(posts, None, None)?;
    let base = config.site().base;
    let posts = addresses(posts, &config, now);
    for thread in threads {
        let number = thread.comments.len();
        let below = thread.path.strip_prefix(base.trim_end_matches('/')).unwrap_or(&thread.path);
        let Some(post) = posts.get(&route_key(below)).or_else(|| posts.get(&route_key(&thread.path))) else {
            report.count("comments").left_out += number;
            let path = if thread.path.is_empty() { "no address" } else { &thread.path };
            report.remark(
                format!("“{}” ({path})", thread.title),
                format!("no post has this address; {number} comments left out. Add it to the post's `redirect_from`, and import again"),
            );
            continue;
        };
        let path = post.with_extension(ENDING);
        let text = serde_json::to_string_pretty(&thread::thread(&thread.comments))?;
        match write_new(&path, format!("{text}\n").as_bytes())? {
            NewFile::Written => report.count("comments").written += number,
            NewFile::Kept => {
                report.count("comments").kept += number;
                report.remark(path.display().to_string(), "it is there already, and was left as it is");
            }
        }
    }
    Ok(report)
}

/// The files of all posts by their addresses, also by old ones. Posts that are held back have comments, too.
fn addresses(posts: &Path, config: &Config, now: i64) -> HashMap<String, PathBuf> {
    let options = Options {
        drafts: true,
        future: true,
        live: true,
        ..Options::new(posts.to_owned(), PathBuf::new(), now)
    };
    let mut report = Report::default();
    let cache = BuildCache::open(&options, &mut report);
    let mut found = HashMap::new();
    let mut old = Vec::new();
    for (source, parsed) in read_posts(&options, config, None, &cache, &mut report) {
        old.extend(parsed.redirects.iter().map(|path| (route_key(path), source.path.clone())));
        found.entry(route_key(&parsed.path)).or_insert(source.path);
    }
    for (path, file) in old {
        found.entry(path).or_insert(file);
    }
    found
}
