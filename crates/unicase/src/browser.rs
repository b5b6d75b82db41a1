//! What the browser knows of characters.

use std::cell::RefCell;

use js_sys::RegExp;

/// The longest name of a character in HTML has 31 letters.
const LONGEST: usize = 31;

std::thread_local! {
    /// Names that were asked for, and what they stand for: no more than HTML has.
    static KNOWN: RefCell<Vec<(String, &'static str)>> = const { RefCell::new(Vec::new()) };
    static PUNCTUATION: RegExp = RegExp::new(r"\p{P}|\p{S}", "u");
}

/// What `&name;` stands for in HTML; `None` if nothing.
#[must_use]
pub fn entity(name: &[u8]) -> Option<&'static str> {
    if name.len() > LONGEST || !name.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    let name = std::str::from_utf8(name).ok()?;
    let known = |known: &Vec<(String, _)>| known.iter().find(|(known, _)| known == name).map(|found| found.1);
    KNOWN.with_borrow(known).or_else(|| {
        let text = ask(name)?;
        KNOWN.with_borrow_mut(|known| known.push((name.to_owned(), text)));
        Some(text)
    })
}

/// Letters and digits between `&` and `;` are text to every parser of HTML, whatever they mean.
fn ask(name: &str) -> Option<&'static str> {
    let element = web_sys::window()?.document()?.create_element("p").ok()?;
    element.set_inner_html(&["&", name, ";"].concat());
    let text = element.text_content()?;
    // The semicolon stays where the name means nothing, or only begins with one that does, as `&notin1;` does.
    (text == ";" || !text.ends_with(';')).then(|| &*text.leak())
}

/// Whether a character is punctuation or a symbol, as CommonMark counts them.
#[must_use]
pub fn is_punctuation(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_punctuation(),
        false => PUNCTUATION.with(|all| all.test(c.encode_utf8(&mut [0; 4]))),
    }
}
