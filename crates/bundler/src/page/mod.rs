//! The HTML files: one for each route, whole, drawn by the same views as in the browser.

mod head;
mod html;
mod page_id;
mod write;

pub(crate) use html::post_html;
pub(crate) use write::{ListedPage, write};
