//! Calls of templates within a text, as Hugo, Zola and Hexo have them: `{{< figure src="a.png" >}}`. Each engine finds its
//! own calls; what they become is one table for all ([`table`]), since the same names mean the same everywhere.

pub(super) mod call;
mod frames;
mod guess;
mod lay;
mod notices;
mod page;
mod pictures;
pub(super) mod regions;
mod table;
pub(super) mod text;

pub(super) use lay::laid;
pub(super) use pictures::is_picture;
pub(super) use table::{answer, is_raw};
