//! The navigator, with a stage that only takes notes in place of page, address bar and network.

use std::cell::RefCell;
use std::rc::Rc;

use lamplight::browser::{self, Location};
use lamplight::error::LoadError;
use lamplight::navigation::{Navigation, Navigator, Stage};
use wasm_bindgen_test::wasm_bindgen_test;

/// What is at the paths of this site; nothing at others.
#[derive(Clone, Copy)]
enum Answer {
    Page,
    /// A page that takes so many milliseconds.
    Slow(i32),
    /// A page that takes so many milliseconds to draw.
    Heavy(i32),
    Error,
}

#[derive(Default)]
struct Notes {
    site: Vec<(&'static str, Answer)>,
    /// Whether the browser has pages that were read before.
    remembers: bool,
    lines: RefCell<Vec<String>>,
}

impl Notes {
    fn note(&self, words: &[&str]) {
        self.lines.borrow_mut().push(words.join(" "));
    }

    fn answer(&self, path: &str) -> Option<Answer> {
        self.site.iter().find(|(known, _)| *known == path).map(|(_, answer)| *answer)
    }
}

impl Stage for Notes {
    type Loaded = Option<Answer>;

    fn leave(&self) {
        self.note(&["leave"]);
    }

    fn set_busy(&self, href: Option<&str>) {
        self.note(&["busy", href.unwrap_or("no more")]);
    }

    async fn load(&self, path: &str) -> Result<Self::Loaded, LoadError> {
        match self.answer(path) {
            Some(Answer::Error) => Err(LoadError::Offline),
            Some(answer @ Answer::Slow(milliseconds)) => {
                browser::sleep(milliseconds).await;
                Ok(Some(answer))
            }
            answer => Ok(answer),
        }
    }

    fn is_nothing(loaded: &Self::Loaded) -> bool {
        loaded.is_none()
    }

    async fn is_remembered(&self, _: &str) -> bool {
        self.remembers
    }

    fn load_natively(&self, location: &Location) {
        self.note(&["natively", &location.href]);
    }

    async fn commit(
        &self,
        loaded: Result<Self::Loaded, LoadError>,
        navigation: &Navigation,
    ) -> Option<Location> {
        if let Ok(Some(Answer::Heavy(milliseconds))) = loaded {
            browser::sleep(milliseconds).await;
        }
        if !navigation.is_latest()() {
            return None;
        }
        let how = if navigation.is_retry { "again" } else { "once" };
        self.note(&[
            "commit",
            &navigation.location.href,
            if loaded.is_ok() { "page" } else { "failure" },
            how,
        ]);
        Some(navigation.location.clone())
    }

    fn move_on_page(&self, location: &Location) {
        self.note(&["move", &location.href]);
    }

    async fn committed(&self, is_latest: impl Fn() -> bool) {
        browser::tick().await;
        if is_latest() {
            self.note(&["committed"]);
        }
    }
}

fn location(href: &str) -> Location {
    Location { path: Some(href.split('#').next().unwrap_or_default().to_owned()), href: href.to_owned() }
}

/// A navigator on the page `/`, and what it does with some locations, each some milliseconds after the one before.
async fn notes(stage: Notes, locations: &[(&str, i32)]) -> Vec<String> {
    let navigator = Rc::new(Navigator::new(stage, true, Some(location("/"))));
    for (href, wait) in locations {
        match *href {
            "retry" => navigator.retry(),
            href => navigator.go(location(href)),
        }
        browser::sleep(*wait).await;
    }
    navigator.stage.lines.take()
}

fn site(site: &[(&'static str, Answer)]) -> Notes {
    Notes { site: site.to_vec(), ..Notes::default() }
}

#[wasm_bindgen_test]
async fn a_page_is_left_loaded_committed_and_completed() {
    let done = notes(site(&[("/a/", Answer::Page)]), &[("/a/", 20)]).await;
    assert_eq!(done, ["leave", "busy /a/", "commit /a/ page once", "committed"]);
}

#[wasm_bindgen_test]
async fn a_page_that_comes_after_the_reader_has_gone_on_is_dropped() {
    let pages = [("/a/", Answer::Slow(60)), ("/b/", Answer::Page)];
    let done = notes(site(&pages), &[("/a/", 10), ("/b/", 100)]).await;
    assert_eq!(done, ["leave", "busy /a/", "leave", "busy /b/", "commit /b/ page once", "committed"]);
}

#[wasm_bindgen_test]
async fn while_a_page_is_drawn_the_reader_may_go_back_to_the_one_before() {
    let pages = [("/", Answer::Page), ("/a/", Answer::Heavy(60))];
    let done = notes(site(&pages), &[("/a/", 10), ("/", 100)]).await;
    // What is on screen is neither: `/` is drawn, not taken for the page that is there.
    assert_eq!(done, ["leave", "busy /a/", "busy /", "commit / page once", "committed"]);
}

#[wasm_bindgen_test]
async fn a_place_on_the_same_page_loads_nothing() {
    let done = notes(site(&[]), &[("/#there", 10), ("/", 10), ("/", 10)]).await;
    assert_eq!(done, ["move /#there", "committed", "move /", "committed", "committed"]);
}

#[wasm_bindgen_test]
async fn a_failure_is_shown_and_may_be_tried_again() {
    let done = notes(site(&[("/a/", Answer::Error)]), &[("/a/", 20), ("retry", 20)]).await;
    let failed = ["leave", "busy /a/", "commit /a/ failure once", "committed"];
    assert_eq!(done, [&failed[..], &["busy /a/", "commit /a/ failure again", "committed"]].concat());
}

#[wasm_bindgen_test]
async fn a_page_that_was_read_before_is_the_browsers_where_its_data_are_out_of_reach() {
    let stage = Notes { remembers: true, ..site(&[("/a/", Answer::Error)]) };
    assert_eq!(notes(stage, &[("/a/", 20)]).await, ["leave", "busy /a/", "natively /a/"]);
}

#[wasm_bindgen_test]
async fn where_nothing_is_the_server_is_asked() {
    assert_eq!(notes(site(&[]), &[("/none/", 20)]).await, ["leave", "busy /none/", "natively /none/"]);
}

#[wasm_bindgen_test]
async fn a_page_that_says_that_nothing_is_there_stays_where_that_is_true() {
    let navigator = Rc::new(Navigator::new(site(&[]), true, None));
    navigator.go(location("/none/"));
    browser::sleep(20).await;
    assert_eq!(navigator.stage.lines.take(), ["busy /none/", "busy no more"]);
    assert_eq!(navigator.current(), Some(location("/none/")));
}

#[wasm_bindgen_test]
async fn an_address_without_a_page_of_ours_is_the_browsers_unless_it_has_just_loaded_it() {
    let outside = Location { path: None, href: "/%2F/".to_owned() };
    let navigator = Rc::new(Navigator::new(site(&[]), true, Some(location("/"))));
    navigator.go(outside.clone());
    assert_eq!(navigator.stage.lines.take(), ["natively /%2F/"]);
    let loaded = Rc::new(Navigator::new(site(&[]), true, Some(outside.clone())));
    loaded.go(outside);
    browser::sleep(20).await;
    assert_eq!(loaded.stage.lines.take(), ["committed"]);
}
