//! The answers below a box for a question, as its reader writes it.

use std::cell::Cell;
use std::rc::Rc;

use lamplight_format::model::Manifest;
use lamplight_format::route::{Route, url};
use lamplight_format::words::{Label, fill};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::results::{Row, results};
use crate::browser::{self, Listeners, QuestionBox};
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
        question,
        search,
        manifest: manifest.clone(),
        limit: Cell::new(FEW),
        latest: Cell::new(0),
        is_waiting: Cell::new(false),
        keys: Cell::new(0),
        shown: RwSignal::new(Shown { is_blank: true, ..Shown::default() }),
    });
    let shown = finder.shown;
    let [narrow, literal, more, page] =
        [Label::Narrow, Label::AsTheyStand, Label::More, Label::SearchPage].map(say);
    // As long as the widget.
    StoredValue::new_local(finder.listen());
    let kept = StoredValue::new_local(finder.clone());
    let further = move |_| {
        let finder = kept.get_value();
        spawn_local(async move { finder.further().await });
    };
    spawn_local(async move {
        browser::drawn().await;
        finder.show().await;
    });
    move || {
        let Shown { is_blank, told, way, rows, has_more } = shown.get();
        let code = |text: &'static str| view! { <code dir="ltr" translate="no">{text}</code>" " };
        let filters = ["tag:", "author:", "year:", "code:"].map(code);
        let page = page.clone();
        view! {
            <p class="hint" hidden=!is_blank>
                {filters} {narrow.clone()} " " <code>"“…”"</code> " " {literal.clone()}
            </p>
            <p role="status" class="status">{told} {way.map(|href| view! { " " <a href=href>{page}</a> })}</p>
            {results(rows)}
            <p>
                <button type="button" class="quiet" hidden=!has_more on:click=further>{more.clone()}</button>
            </p>
        }
    }
}

/// What is on screen.
#[derive(Clone, Default)]
struct Shown {
    is_blank: bool,
    told: String,
    /// Where an answer may be had sooner.
    way: Option<String>,
    rows: Vec<Row>,
    has_more: bool,
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
    shown: RwSignal<Shown>,
}

impl State {
    fn listen(self: &Rc<Self>) -> Listeners {
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
        )
    }

    fn next_key(&self) -> u32 {
        self.keys.set(self.keys.get() + 1);
        self.keys.get()
    }

    fn say(&self, label: Label) -> &str {
        self.manifest.site.label(label)
    }

    /// Says something of the answers on screen.
    fn tell(&self, label: Label, way: Option<String>) {
        let told = self.say(label).to_owned();
        self.shown.update(|shown| (shown.told, shown.way) = (told, way));
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
            browser::note(
                &["search", &limit, &browser::decimal(top), &browser::decimal(row), &question],
                None,
            );
        }
    }

    /// Asks what is written.
    async fn look(self: &Rc<Self>) {
        let number = self.latest.get() + 1;
        self.latest.set(number);
        let question = self.question.question();
        self.note(None);
        if question.is_empty() {
            self.is_waiting.set(false);
            self.shown.set(Shown { is_blank: true, ..Shown::default() });
            // What every question needs comes while the reader writes.
            return self.search.prepare().await;
        }
        self.shown.update(|shown| shown.is_blank = false);
        self.is_waiting.set(true);
        let waiting = self.clone();
        spawn_local(async move { waiting.wait(number).await });
        let found = self.search.ask(&question, self.limit.get()).await;
        if self.latest.get() != number {
            return;
        }
        self.is_waiting.set(false);
        // Whoever has gone on to an answer is not thrown back because a later one has come.
        let at = self.question.focused_answer();
        let site = &self.manifest.site;
        let Some(found) = found else {
            let told = self.say(Label::NoSearch).to_owned();
            return self.shown.set(Shown { told, ..Shown::default() });
        };
        let (total, answers) = (found.answer.total, found.answer.results);
        let mut told = match total {
            0 => self.say(Label::NoneFound).to_owned(),
            _ => fill(self.say(Label::PostsFound), &[&browser::number(&site.language, total as u32)]),
        };
        if found.is_partial {
            told.push(' ');
            told.push_str(self.say(Label::Partial));
        }
        let has_more = total > answers.len();
        let rows = answers.into_iter().map(|found| Row::new(site, found)).collect();
        self.shown.set(Shown { told, rows, has_more, ..Shown::default() });
        browser::drawn().await;
        if let Some(at) = at
            && self.question.focused_row().is_none()
        {
            self.question.focus_answer_again(at);
        }
    }

    /// Says that the answer to a question is on its way, and after a while how else to get there.
    async fn wait(&self, number: u32) {
        let [soon, long] = PATIENCE;
        let waits = || self.is_waiting.get() && self.latest.get() == number;
        browser::sleep(soon).await;
        if waits() {
            self.tell(Label::Waiting, None);
        }
        browser::sleep(long).await;
        if waits() {
            let page = url(&self.manifest.site.base, &Route::Search.path());
            let way = browser::asking(&page, &self.question.question());
            self.tell(Label::Stalled, self.question.is_in_dialog().then_some(way));
        }
    }

    /// Shows more answers, and moves the focus to the first of them.
    async fn further(self: &Rc<Self>) {
        let next = self.shown.with_untracked(|shown| shown.rows.len());
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
        let is_asked = is_back
            && self.shown.with_untracked(|shown| !shown.rows.is_empty())
            && asked == self.question.question();
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
