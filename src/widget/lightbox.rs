//! Pictures of the page, enlarged, one after another.

use lamplight_format::messages::Label;
use lamplight_format::model::Site;
use leptos::prelude::*;

use crate::browser::{self, HtmlElement, PagePicture};

/// The pictures of the page, and which of them is enlarged.
#[derive(Clone, Copy)]
pub struct Album {
    pictures: RwSignal<Vec<PagePicture>>,
    at: RwSignal<usize>,
}

impl Album {
    /// The shared album, which lives as long as the app.
    pub fn shared() -> Self {
        use_context().unwrap_or_else(|| {
            let album = Self { pictures: RwSignal::default(), at: RwSignal::default() };
            provide_context(album);
            album
        })
    }

    /// Reads the pictures of the page, and enlarges one of them.
    pub fn open(self, at: usize) {
        self.at.set(at);
        self.pictures.set(browser::pictures());
    }

    fn len(self) -> usize {
        self.pictures.with(Vec::len)
    }

    /// Shows the next or previous picture. After the last comes the first.
    fn turn(self, is_on: bool) {
        let len = self.pictures.with_untracked(Vec::len);
        if len > 0 {
            self.at.update(|at| *at = (*at + if is_on { 1 } else { len - 1 }) % len);
        }
    }

    /// The enlarged picture with its number. Each number gets an element of its own, so that no picture is shown while the next loads.
    fn current(self) -> Option<(usize, PagePicture)> {
        let at = self.at.get();
        self.pictures.with(|all| all.get(at).cloned()).map(|picture| (at, picture))
    }

    fn caption(self) -> String {
        let Some((at, picture)) = self.current() else { return String::new() };
        match self.len() {
            0 | 1 => picture.alt,
            len => {
                let [at, len] = [at + 1, len].map(|number| browser::decimal(number as f64));
                [picture.alt.as_str(), " (", &at, "/", &len, ")"].concat()
            }
        }
    }
}

/// The content of the dialog, without its close button.
#[component]
pub fn Lightbox<'a>(
    /// The pictures.
    album: Album,
    /// The element of the widget.
    place: HtmlElement,
    /// For the language of the site.
    site: &'a Site,
) -> impl IntoView + use<> {
    browser::on_arrows(&place, move |is_on| album.turn(is_on));
    let [previous, next] = [Label::Previous, Label::Next].map(|label| site.label(label).to_owned());
    let way = move |label: String, is_on| {
        view! {
            <button type="button" class="quiet" hidden=move || album.len() < 2 on:click=move |_| album.turn(is_on)>
                {label}
            </button>
            " "
        }
    };
    view! {
        <figure>
            <For each=move || album.current() key=|(at, picture)| (*at, picture.src.clone()) let((_, shown))>
                {picture(shown)}
            </For>
            <figcaption aria-live="polite">{move || album.caption()}</figcaption>
        </figure>
        {way(previous, false)}
        {way(next, true)}
    }
}

/// The picture has its final size before it is loaded, so that the buttons below do not move.
fn picture(shown: PagePicture) -> impl IntoView {
    let sources = shown.sources.into_iter().map(|(kind, srcset)| {
        view! { <source type=kind srcset=srcset sizes="100vw" /> }
    });
    let (width, ratio) = shown
        .size
        .map(|(width, height)| {
            let [width, height] = [width, height].map(|side| browser::decimal(side.into()));
            let ratio = [width.as_str(), " / ", &height].concat();
            (["min(96vw, ", &width, "px, 74dvb * ", &ratio, ")"].concat(), ["auto ", &ratio].concat())
        })
        .unzip();
    view! {
        <picture>
            {sources.collect_view()}
            <img
                src=shown.src
                srcset=shown.srcset
                sizes="100vw"
                alt=shown.alt
                style:width=width
                style:aspect-ratio=ratio
            />
        </picture>
    }
}
