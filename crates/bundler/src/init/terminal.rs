//! Questions on a terminal.

use std::io::{BufRead, Write};

use anyhow::{Context, Result, bail};
use dialoguer::theme::ColorfulTheme;
use dialoguer::{Input, Select};

use super::questions::Ask;

/// The terminal that the command runs on. One that can't move its cursor gets plain lines.
#[derive(Debug, Default)]
pub struct Terminal {
    is_plain: bool,
}

impl Terminal {
    /// The terminal, if there is one to ask on. `TERM=dumb` is a plain one.
    #[must_use]
    pub fn find() -> Option<Self> {
        use std::io::IsTerminal;
        let is_there = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        let kind = std::env::var("TERM").unwrap_or_default();
        let is_plain = kind == "dumb" || cfg!(unix) && kind.is_empty();
        is_there.then_some(Self { is_plain })
    }
}

impl Ask for Terminal {
    fn show(&mut self, text: &str) {
        // A terminal that is gone is noticed at the first question.
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    fn text(&mut self, question: &str, proposal: &str) -> Result<String> {
        if self.is_plain {
            return line(&format!("{question} [{proposal}] "), proposal);
        }
        let theme = ColorfulTheme::default();
        let input = Input::<String>::with_theme(&theme).with_prompt(question).allow_empty(true);
        let input = if proposal.is_empty() { input } else { input.default(proposal.to_owned()) };
        input.interact_text().context("no answer")
    }

    fn choice(&mut self, question: &str, choices: &[&str], proposal: usize) -> Result<usize> {
        if !self.is_plain {
            let theme = ColorfulTheme::default();
            let select = Select::with_theme(&theme).with_prompt(question).items(choices).default(proposal);
            return select.interact().context("no answer");
        }
        for (at, choice) in choices.iter().enumerate() {
            writeln!(std::io::stderr(), "{:>3}  {choice}", at + 1)?;
        }
        let answer = line(&format!("{question} [{}] ", proposal + 1), &(proposal + 1).to_string())?;
        match answer.parse::<usize>() {
            Ok(number) if (1..=choices.len()).contains(&number) => Ok(number - 1),
            _ => bail!("`{answer}` is none of the numbers 1 to {}", choices.len()),
        }
    }
}

fn line(question: &str, proposal: &str) -> Result<String> {
    let mut stderr = std::io::stderr();
    write!(stderr, "{question}")?;
    stderr.flush()?;
    let mut answer = String::new();
    if std::io::stdin().lock().read_line(&mut answer)? == 0 {
        bail!("no answer");
    }
    let answer = answer.trim();
    Ok(if answer.is_empty() { proposal.to_owned() } else { answer.to_owned() })
}
