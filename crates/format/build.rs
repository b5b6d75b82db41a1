//! Makes the tables of words from the English catalogue, so that a word that no catalogue has does not compile.

use std::error::Error;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

const CATALOGUE: &str = "../../languages/en.toml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={CATALOGUE}");
    let table: toml::Table = fs::read_to_string(CATALOGUE)?.parse()?;
    // Two tables: what widgets say is not part of what every page loads.
    let code = words(&table, "page", "Message", "")? + &words(&table, "widget", "Label", "LABEL_")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?;
    Ok(())
}

/// The code of one table: what the catalogue says in `section`.
fn words(table: &toml::Table, section: &str, kind: &str, prefix: &str) -> Result<String, Box<dyn Error>> {
    let section = table.get(section).and_then(toml::Value::as_table).ok_or("a section is missing")?;
    let (mut names, mut texts, mut keys) = (String::new(), String::new(), String::new());
    // FNV-1a over the keys: tells tables of other versions apart, so that no word stands in another's place.
    let mut print: u64 = 0xcbf2_9ce4_8422_2325;
    for (key, text) in section {
        let name: String = key.split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect();
        let text = text.as_str().ok_or("a word is no text")?;
        writeln!(names, "/// {text}\n{name},")?;
        writeln!(texts, "{text:?},")?;
        writeln!(keys, "{key:?},")?;
        for byte in key.bytes().chain([0]) {
            print = (print ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    Ok(format!(
        "/// What is said, by what it is in English.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum {kind} {{\n{names}}}\n\
         /// The table in English.\npub(crate) const {prefix}ENGLISH: &[&str] = &[{texts}];\n\
         /// Names this version of the table.\npub(crate) const {prefix}PRINT: &str = \"{print:016x}\";\n\
         /// The keys of the catalogues, in the order of the table.\npub const {prefix}KEYS: &[&str] = &[{keys}];\n"
    ))
}
