//! Makes the table of words from the English catalogue, so that a word that no catalogue has does not compile.

use std::error::Error;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

const CATALOGUE: &str = "../../languages/en.toml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={CATALOGUE}");
    let table: toml::Table = fs::read_to_string(CATALOGUE)?.parse()?;
    let page = table.get("page").and_then(toml::Value::as_table).ok_or("no [page]")?;
    let (mut names, mut texts, mut keys) = (String::new(), String::new(), String::new());
    // FNV-1a over the keys: tells tables of other versions apart, so that no word stands in another's place.
    let mut print: u64 = 0xcbf2_9ce4_8422_2325;
    for (key, text) in page {
        let name: String = key.split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect();
        let text = text.as_str().ok_or("a word is no text")?;
        writeln!(names, "/// {text}\n{name},")?;
        writeln!(texts, "{text:?},")?;
        writeln!(keys, "{key:?},")?;
        for byte in key.bytes().chain([0]) {
            print = (print ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    let code = format!(
        "/// What a page says, by what it says in English.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Word {{\n{names}}}\n\
         /// The table in English.\npub(crate) const ENGLISH: &[&str] = &[{texts}];\n\
         /// Names this version of the table.\npub(crate) const PRINT: &str = \"{print:016x}\";\n\
         /// The keys of the catalogues, in the order of the table.\n#[cfg(feature = \"author\")]\npub const KEYS: &[&str] = &[{keys}];\n"
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?;
    Ok(())
}
