//! What readers open and choose: Leptos components, one a file, mounted into places that `public/boot.js` makes for them. Their
//! code is in chunks, which are fetched when somebody asks: see `docs/decisions/0001-lazy-chunks.md`.

pub mod bookmark_list;
pub mod finder;
pub mod keyboard;
pub mod library;
pub mod lightbox;
pub mod mount;
pub mod nearest;
pub mod reader;
pub mod results;
pub mod search;
pub mod settings;
pub mod state;

pub use library::library;
pub use reader::answer;
pub use search::search;

/// Puts a function, with all code that nothing else needs, into the chunk that is named first. The function becomes `async`: its
/// chunk is fetched at the first call, and again at the next if that failed.
///
/// Chunks take steps after the linker, which `cargo xtask` sees to. In a build without them (tests, `trunk serve` alone) the
/// function is part of the first module. See `build.rs`.
macro_rules! in_chunk {
    ($chunk:ident: $(#[$meta:meta])* pub fn $name:ident($($argument:ident: $kind:ty),* $(,)?) -> $output:ty $body:block) => {
        #[cfg(chunks)]
        #[leptos::wasm_split::wasm_split($chunk, wasm_split_path = leptos::wasm_split, fallible)]
        $(#[$meta])*
        pub fn $name($($argument: $kind),*) -> $output $body

        #[cfg(not(chunks))]
        $(#[$meta])*
        pub async fn $name($($argument: $kind),*) -> $output $body
    };
}

use in_chunk;
