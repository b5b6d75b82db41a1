//! What the author of a post holds back of it.

use serde::{Deserialize, Serialize};

use crate::date::Date;

/// What of a post is held back, and from whom. The default holds nothing back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Why the post is not published at all, as the author wrote it: `status: private`.
    pub out: Option<String>,
    /// It is not published before this moment.
    pub from: Option<Date>,
    /// It is not published from this moment on.
    pub until: Option<Date>,
    /// Published at its address, and in no list, feed, search, sitemap, `llms.txt` or related post. Why, as written.
    pub unlisted: Option<String>,
    /// Not on the home page and in its feed; in all other lists.
    pub off_home: bool,
    /// Not in the sitemap.
    pub no_sitemap: bool,
    /// Search engines are asked not to keep it.
    pub no_index: bool,
    /// Not found by the blog's own search.
    pub no_search: bool,
}
