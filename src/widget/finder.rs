//! The results below the search box, while the reader types.

use std::cell::Cell;
use std::rc::Rc;

use lamplight_format::messages::{Label, fill};
use lamplight_format::model::Manifest;
use lamplight_format::route::{Route, url};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::results::{ResultRow, results};
use crate::browser::{self, Listeners, QuestionBox};
use crate::search::Search;

/// Number of results at first, and of those that "more" adds.
const FEW: usize = 6;
/// Most results that are restored when the reader comes back.
const MOST: usize = 100;
/// Milliseconds after a key before the search starts.
const PAUSE: i32 = 60;
/// Milliseconds before the status "waiting", and then before the status "takes long".
const STATUS_DELAYS: [i32; 2] = [300, 7_700];

/// The results, their number, and the status.
#[component]
pub fn Finder(
    /// The search box.
    question: QuestionBox,
    /// The search.
    search: Search,
    /// For the language of the site.
    manifest: Rc<Manifest>,
) -> impl IntoView {
    let label_text = |label: Label| manifest.site.label(label).to_owned();
    question.set_placeholder(&label_text(Label::SearchAll));
    let finder = Rc::new(FinderState {
        question,
        search,
        manifest: manifest.clone(),
        limit: Cell::new(FEW),
        latest: Cell::new(0),
        is_waiting: Cell::new(false),
        keys: Cell::new(0),
        shown: RwSignal::new(FinderView { is_blank: true, ..FinderView::default() }),
    });
    let shown = finder.shown;
    let [narrow, literal, more, page] =
        [Label::Narrow, Label::AsTheyStand, Label::More, Label::SearchPage].map(label_text);
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
        let FinderView { is_blank, status, way, rows, has_more } = shown.get();
        let code = |text: &'static str| view! { <code dir="ltr" translate="no">{text}</code>" " };
        let filters = ["tag:", "author:", "year:", "code:"].map(code);
        let page = page.clone();
        view! {
            <p class="hint" hidden=!is_blank>
                {filters} {narrow.clone()} " " <code>"“…”"</code> " " {literal.clone()}
            </p>
            <p role="status" class="status">{status} {way.map(|href| view! { " " <a href=href>{page}</a> })}</p>
            {results(rows)}
            <p>
                <button type="button" class="quiet" hidden=!has_more on:click=further>{more.clone()}</button>
            </p>
        }
    }
}

/// What is shown.
#[derive(Clone, Default)]
struct FinderView {
    is_blank: bool,
    status: String,
    /// Address of a page that may answer sooner.
    way: Option<String>,
    rows: Vec<ResultRow>,
    has_more: bool,
}

struct FinderState {
    question: QuestionBox,
    search: Search,
    manifest: Rc<Manifest>,
    /// Number of requested results.
    limit: Cell<usize>,
    /// Number of questions: the answer to an earlier question is dropped.
    latest: Cell<u32>,
    is_waiting: Cell<bool>,
    /// Number of changes of the question.
    keys: Cell<u32>,
    shown: RwSignal<FinderView>,
}

impl FinderState {
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
                        finder.search_now().await;
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

    fn label(&self, label: Label) -> &str {
        self.manifest.site.label(label)
    }

    /// Sets the status.
    fn set_status(&self, label: Label, way: Option<String>) {
        let status = self.label(label).to_owned();
        self.shown.update(|shown| (shown.status, shown.way) = (status, way));
    }

    /// Stores the question and the number of results in the history; and when the reader follows a result, its number and the scroll
    /// position of the dialog.
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

    /// Searches for the question in the box.
    async fn search_now(self: &Rc<Self>) {
        let number = self.latest.get() + 1;
        self.latest.set(number);
        let question = self.question.question();
        self.note(None);
        if question.is_empty() {
            self.is_waiting.set(false);
            self.shown.set(FinderView { is_blank: true, ..FinderView::default() });
            // The root file is loaded while the reader types.
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
        // A reader whose focus is on a result stays there when new results come.
        let at = self.question.focused_answer();
        let site = &self.manifest.site;
        let Some(found) = found else {
            let status = self.label(Label::NoSearch).to_owned();
            return self.shown.set(FinderView { status, ..FinderView::default() });
        };
        let (total, answers) = (found.results.total, found.results.hits);
        let mut status = match total {
            0 => self.label(Label::NoneFound).to_owned(),
            _ => fill(self.label(Label::PostsFound), &[&browser::number(&site.language, total as u32)]),
        };
        if found.is_partial {
            status.push(' ');
            status.push_str(self.label(Label::Partial));
        }
        let has_more = total > answers.len();
        let rows = answers.into_iter().map(|found| ResultRow::new(site, found)).collect();
        self.shown.set(FinderView { status, rows, has_more, ..FinderView::default() });
        browser::drawn().await;
        if let Some(at) = at
            && self.question.focused_row().is_none()
        {
            self.question.focus_answer_again(at);
        }
    }

    /// Shows the status "waiting", and after a while a link to the page of search.
    async fn wait(&self, number: u32) {
        let [soon, long] = STATUS_DELAYS;
        let waits = || self.is_waiting.get() && self.latest.get() == number;
        browser::sleep(soon).await;
        if waits() {
            self.set_status(Label::Waiting, None);
        }
        browser::sleep(long).await;
        if waits() {
            let page = url(&self.manifest.site.base, &Route::Search.path());
            let way = browser::asking(&page, &self.question.question());
            self.set_status(Label::Stalled, self.question.is_in_dialog().then_some(way));
        }
    }

    /// Shows more answers, and moves the focus to the first of them.
    async fn further(self: &Rc<Self>) {
        let next = self.shown.with_untracked(|shown| shown.rows.len());
        self.limit.set(self.limit.get() + FEW);
        self.search_now().await;
        self.question.focus_row(next, true);
    }

    /// Follows the first result. The shown results may be of an earlier question, so it searches before.
    async fn enter(self: &Rc<Self>) {
        self.next_key();
        self.search_now().await;
        self.question.follow_first();
    }

    /// The box is shown, or shown again. If the reader comes back from a result, the results are restored, and the focus is on that
    /// result.
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
            self.search_now().await;
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
