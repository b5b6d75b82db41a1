//! Makes the tables of messages from the English catalogue. Code that uses an unknown message does not compile.

use std::error::Error;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

const CATALOGUE: &str = "../../languages/en.toml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={CATALOGUE}");
    let table: toml::Table = fs::read_to_string(CATALOGUE)?.parse()?;
    // Two tables, because pages do not load the texts of widgets.
    let code = messages(&table, "page", "Message", "")? + &messages(&table, "widget", "Label", "LABEL_")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("messages.rs"), code)?;
    Ok(())
}

/// The code of one table, from `section` of the catalogue.
fn messages(table: &toml::Table, section: &str, kind: &str, prefix: &str) -> Result<String, Box<dyn Error>> {
    let section = table.get(section).and_then(toml::Value::as_table).ok_or("a section is missing")?;
    let (mut names, mut texts, mut keys) = (String::new(), String::new(), String::new());
    // FNV-1a over the keys. A table of another version has another print, and is not used with these keys.
    let mut print: u64 = 0xcbf2_9ce4_8422_2325;
    for (key, text) in section {
        let name: String = key.split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect();
        let text = text.as_str().ok_or("a message is not a text")?;
        writeln!(names, "/// {text}\n{name},")?;
        writeln!(texts, "{text:?},")?;
        writeln!(keys, "{key:?},")?;
        for byte in key.bytes().chain([0]) {
            print = (print ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    Ok(format!(
        "/// A message, with its English text.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum {kind} {{\n{names}}}\n\
         /// The table in English.\npub(crate) const {prefix}ENGLISH: &[&str] = &[{texts}];\n\
         /// Identifies this version of the table.\npub(crate) const {prefix}PRINT: &str = \"{print:016x}\";\n\
         /// The keys of the catalogues, in the order of the table.\npub const {prefix}KEYS: &[&str] = &[{keys}];\n"
    ))
}
