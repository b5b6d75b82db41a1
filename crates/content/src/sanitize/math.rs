//! Formulas: TeX becomes MathML, which browsers draw by themselves.

use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use super::rules::{escape, put};
use super::tokens::{Token, tokens};

/// Elements of MathML Core that formulas are made of.
pub const MATHML: [&str; 30] = [
    "math",
    "annotation",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
    "semantics",
    "span",
];

/// Attributes that they may have. Looks that no attribute gives are classes of our style sheet.
pub const MATHML_ATTRIBUTES: [&str; 26] = [
    "accent",
    "accentunder",
    "class",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "encoding",
    "fence",
    "form",
    "height",
    "intent",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "width",
];

/// Bytes and depth of a formula. The converter recurses, and nobody writes formulas this long.
const LONGEST: usize = 4_000;
const DEEPEST: usize = 60;

static CONVERTER: LazyLock<Option<LatexToMathML>> = LazyLock::new(|| {
    LatexToMathML::new(MathCoreConfig { annotation: true, ..MathCoreConfig::default() }).ok()
});

/// A formula as MathML, or why it can't be.
pub(super) fn mathml(tex: &str, block: bool) -> Result<String, String> {
    if tex.len() > LONGEST || depth(tex) > DEEPEST {
        return Err("it is too long or too deep".to_owned());
    }
    let Some(converter) = CONVERTER.as_ref() else { return Err("there is no converter".to_owned()) };
    let display = if block { MathDisplay::Block } else { MathDisplay::Inline };
    let done = converter.convert_with_local_state(tex, display).map_err(|error| error.to_string())?;
    Ok(written_anew(&done.mathml))
}

/// How deep a formula may nest: groups, and commands, each of which may take the next as its argument.
fn depth(tex: &str) -> usize {
    let (mut depth, mut deepest, mut chain) = (0_usize, 0, 0);
    for c in tex.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '\\' => chain += 1,
            '^' | '_' => chain += 1,
            _ if c.is_alphanumeric() || c.is_whitespace() => {
                // Letters of a command's name do not end the chain.
                continue;
            }
            _ => chain = 0,
        }
        deepest = deepest.max(depth + chain / 8);
    }
    deepest
}

/// What the converter says in inline styles is said in classes, and nothing but known elements and attributes stays.
fn written_anew(mathml: &str) -> String {
    let mut html = String::with_capacity(mathml.len());
    for token in tokens(mathml) {
        match token {
            Token::Text(text) => html.push_str(&escape(&text)),
            Token::Start(tag) if MATHML.contains(&tag.name.as_str()) => {
                html.push('<');
                html.push_str(&tag.name);
                let classes: Vec<&str> = tag.get("style").map(looks).unwrap_or_default();
                for (name, value) in &tag.attributes {
                    if name != "class" && MATHML_ATTRIBUTES.contains(&name.as_str()) {
                        put(&mut html, name, value);
                    }
                }
                if !classes.is_empty() {
                    put(&mut html, "class", &classes.join(" "));
                }
                html.push('>');
                if tag.closed {
                    html.push_str(&format!("</{}>", tag.name));
                }
            }
            Token::End(name) if MATHML.contains(&name.as_str()) => html.push_str(&format!("</{name}>")),
            _ => {}
        }
    }
    html
}

fn looks(style: &str) -> Vec<&'static str> {
    [
        ("text-align: left", "math-left"),
        ("text-align: right", "math-right"),
        ("border-top", "math-top"),
        ("border-bottom", "math-bottom"),
        ("border-left", "math-start"),
        ("border-right", "math-end"),
    ]
    .into_iter()
    .filter(|(said, _)| style.contains(said))
    .map(|(_, class)| class)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml_without_styles() {
        let html = mathml("\\frac{a_1}{b} < c", false).unwrap_or_default();
        assert!(html.starts_with("<math><semantics><mrow><mfrac><msub>"), "{html}");
        assert!(
            html.contains("<annotation encoding=\"application/x-tex\">\\frac{a_1}{b} &lt; c</annotation>"),
            "{html}"
        );
        let html = mathml("\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}", true).unwrap_or_default();
        assert!(
            html.starts_with("<math display=\"block\">") && html.contains("<mtd class=\"math-right\">"),
            "{html}"
        );
        assert!(!html.contains(" style"), "{html}");
        assert!(mathml("\\nonsense{a}", false).is_err());
        assert!(
            mathml("\\text{<script>alert(1)</script>}", false).is_ok_and(|html| !html.contains("<script"))
        );
    }

    #[test]
    fn no_formula_exhausts_the_stack() {
        for part in [
            "{",
            "\\sqrt",
            "\\left(",
            "^",
            "\\text{",
            "\\frac",
            "\\begin{matrix}",
            "a^{",
            "\\hat ",
            "'",
            "\\operatorname{",
        ] {
            for times in [50, 400, 4_000] {
                let _ = mathml(&part.repeat(times), true);
            }
        }
    }
}
