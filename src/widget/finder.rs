//! The answers below a box for a question, as its reader writes it.

use std::cell::Cell;
use std::rc::Rc;

use lamplight_content::model::Manifest;
use lamplight_content::words::{Label, fill};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::results::{Results, Row};
use crate::browser::{self, QuestionBox};
use crate::route::{Route, url};
use crate::search::Search;

/// Answers at first, and with each "more".
const FEW: usize = 6;
/// Answers that a reader comes back to.
const MOST: usize = 100;
/// Milliseconds after a key until it counts.
const PAUSE: i32 = 60;
/// Milliseconds until it is said that an answer is on its way, and then until it is said that it takes long.
const PATIENCE: [i32; 2] = [300, 7_700];

/// What is found, how much, and what is said of it.
#[component]
pub fn Finder(
    /// The box that it stands below.
    question: QuestionBox,
    /// What is asked.
    search: Search,
    /// What knows the language of the site.
    manifest: Rc<Manifest>,
) -> impl IntoView {
    let say = |label: Label| manifest.site.label(label).to_owned();
    question.set_placeholder(&say(Label::SearchAll));
    let finder = Rc::new(State {
        question: question.clone(),
        search,
        manifest: manifest.clone(),
        limit: Cell::new(FEW),
        latest: Cell::new(0),
        is_waiting: Cell::new(false),
        keys: Cell::new(0),
        shown: Shown::default(),
    });
    let shown = finder.shown;
    let [narrow, literal, more, page] =
        [Label::Narrow, Label::AsTheyStand, Label::More, Label::SearchPage].map(say);
    let code = |text: &'static str| view! { <code dir="ltr" translate="no">{text}</code>" " };
    let filters = ["tag:", "author:", "year:", "code:"].map(code);
    let way = move || {
        let page = page.clone();
        shown.way.get().map(|href| view! { " " <a href=href>{page}</a> })
    };
    let to_go_on = finder.clone();
    let further = move |_| {
        let finder = to_go_on.clone();
        spawn_local(async move { finder.further().await });
    };
    // The listeners hold the box, which holds the listeners.
    StoredValue::new_local(Listeners(question));
    finder.listen();
    spawn_local(async move {
        browser::drawn().await;
        finder.show().await;
    });
    view! {
        <p class="hint" hidden=move || !shown.is_blank.get()>
            {filters} {narrow} " " <code>"“…”"</code> " " {literal}
        </p>
        <p role="status" class="told">{move || shown.told.get()} {way}</p>
        <Results rows=shown.rows />
        <p>
            <button type="button" class="quiet" hidden=move || !shown.has_more.get() on:click=further>{more}</button>
        </p>
    }
}

/// Ends listening together with the widget.
struct Listeners(QuestionBox);

impl Drop for Listeners {
    fn drop(&mut self) {
        self.0.drop_listeners();
    }
}

/// What is on screen.
#[derive(Clone, Copy)]
struct Shown {
    is_blank: RwSignal<bool>,
    told: RwSignal<String>,
    /// Where an answer may be had sooner.
    way: RwSignal<Option<String>>,
    rows: RwSignal<Vec<Row>>,
    has_more: RwSignal<bool>,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            is_blank: RwSignal::new(true),
            told: RwSignal::default(),
            way: RwSignal::default(),
            rows: RwSignal::default(),
            has_more: RwSignal::default(),
        }
    }
}

struct State {
    question: QuestionBox,
    search: Search,
    manifest: Rc<Manifest>,
    /// Answers that are asked for.
    limit: Cell<usize>,
    /// Counts questions: an answer that comes after another question is dropped.
    latest: Cell<u32>,
    is_waiting: Cell<bool>,
    /// Counts what is written.
    keys: Cell<u32>,
    shown: Shown,
}

impl State {
    fn listen(self: &Rc<Self>) {
        let [on_key, on_enter, on_return, on_leave] = [(); 4].map(|()| self.clone());
        self.question.listen(
            move || {
                let finder = on_key.clone();
                finder.limit.set(FEW);
                let key = finder.next_key();
                spawn_local(async move {
                    browser::sleep(PAUSE).await;
                    if finder.keys.get() == key {
                        finder.look().await;
                    }
                });
            },
            move || {
                let finder = on_enter.clone();
                spawn_local(async move { finder.enter().await });
            },
            move || {
                let finder = on_return.clone();
                spawn_local(async move { finder.show().await });
            },
            move |row| {
                if on_leave.question.is_in_dialog() {
                    on_leave.note(Some((on_leave.question.scrolled(), row)));
                }
            },
        );
    }

    fn next_key(&self) -> u32 {
        self.keys.set(self.keys.get() + 1);
        self.keys.get()
    }

    fn say(&self, label: Label) -> &str {
        self.manifest.site.label(label)
    }

    fn tell(&self, text: &str) {
        self.shown.told.set(text.to_owned());
        self.shown.way.set(None);
    }

    /// Notes in the history what is asked, how many answers are shown, and from which of them the reader goes on, with how far the
    /// dialog was scrolled.
    fn note(&self, left: Option<(i32, usize)>) {
        let (question, limit) = (self.question.question(), browser::decimal(self.limit.get() as f64));
        if !self.question.is_in_dialog() {
            if self.question.is_on_page() {
                browser::note(&["results", &limit], Some(&question));
            }
        } else if browser::noted().first().is_some_and(|name| name == "search") {
            let (top, row) = left.map_or((0.0, -1.0), |(top, row)| (top.into(), row as f64));
            browser::note(&["search", &limit, &browser::decimal(top), &browser::decimal(row), &question], None);
        }
    }

    /// Asks what is written.
    async fn look(self: &Rc<Self>) {
        let number = self.latest.get() + 1;
        self.latest.set(number);
        let question = self.question.question();
        self.note(None);
        self.shown.is_blank.set(question.is_empty());
        if question.is_empty() {
            self.is_waiting.set(false);
            self.tell("");
            self.shown.rows.set(Vec::new());
            self.shown.has_more.set(false);
            // What every question needs comes while the reader writes.
            return self.search.prepare().await;
        }
        self.is_waiting.set(true);
        let waiting = self.clone();
        spawn_local(async move { waiting.wait(number).await });
        let found = self.search.ask(&question, self.limit.get()).await;
        if self.latest.get() != number {
            return;
        }
        self.is_waiting.set(false);
        // Whoever has gone on to an answer is not thrown back because a later one has come.
        let at = self.question.focused_row();
        let site = &self.manifest.site;
        let Some(found) = found else {
            self.shown.rows.set(Vec::new());
            self.shown.has_more.set(false);
            return self.tell(self.say(Label::NoSearch));
        };
        let (total, answers) = (found.answer.total, found.answer.results);
        let count = fill(self.say(Label::PostsFound), &[&browser::number(&site.language, total as u32)]);
        let mut told = if total == 0 { self.say(Label::NoneFound).to_owned() } else { count };
        if found.is_partial {
            told.push(' ');
            told.push_str(self.say(Label::Partial));
        }
        self.tell(&told);
        self.shown.has_more.set(total > answers.len());
        self.shown.rows.set(answers.into_iter().map(|found| Row::new(site, found)).collect());
        browser::drawn().await;
        if let Some(at) = at
            && self.question.focused_row().is_none()
        {
            self.question.focus_row(at, true);
        }
    }

    /// Says that the answer to a question is on its way, and after a while how else to get there.
    async fn wait(&self, number: u32) {
        let [soon, long] = PATIENCE;
        let waits = || self.is_waiting.get() && self.latest.get() == number;
        browser::sleep(soon).await;
        if waits() {
            self.tell(self.say(Label::Waiting));
        }
        browser::sleep(long).await;
        if waits() {
            self.tell(self.say(Label::Stalled));
            if self.question.is_in_dialog() {
                let page = url(&self.manifest.site.base, &Route::Search.path());
                self.shown.way.set(Some(browser::asking(&page, &self.question.question())));
            }
        }
    }

    /// Shows more answers, and moves the focus to the first of them.
    async fn further(self: &Rc<Self>) {
        let next = self.shown.rows.with_untracked(Vec::len);
        self.limit.set(self.limit.get() + FEW);
        self.look().await;
        self.question.focus_row(next, true);
    }

    /// Goes to the first answer. What stands there may still answer an earlier question.
    async fn enter(self: &Rc<Self>) {
        self.next_key();
        self.look().await;
        self.question.follow_first();
    }

    /// The box is there, or there again: after a post that was found the answers are as they were, and the focus is on the way
    /// there.
    async fn show(self: &Rc<Self>) {
        if self.question.is_entered() {
            return self.enter().await;
        }
        let noted = browser::noted();
        let number = |at: usize| noted.get(at).and_then(|word| word.parse::<usize>().ok());
        let limit = number(1).filter(|limit| (1..=MOST).contains(limit));
        let asked = noted.get(4..).map(|words| words.join(" ")).unwrap_or_default();
        let is_back = self.question.is_in_dialog() && limit.is_some();
        let is_asked = is_back && self.shown.rows.with_untracked(|rows| !rows.is_empty()) && asked == self.question.question();
        if !is_asked {
            if is_back && !asked.is_empty() {
                self.question.ask(&asked);
            }
            self.limit.set(limit.unwrap_or(FEW));
            self.look().await;
        }
        let (top, row) = (number(2), number(3));
        if let (true, Some(top), Some(row)) = (is_back, top, row) {
            let top = i32::try_from(top).unwrap_or_default();
            self.question.focus_row(row, false);
            self.question.scroll_to(top);
            self.note(Some((top, row)));
        }
    }
}
