//! Formulas: TeX becomes MathML, which browsers draw by themselves.

use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use super::html::{escape, put};
use super::tokens::{HtmlToken, tokens};

/// Allowed elements of MathML Core.
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

/// Allowed attributes. Styles without an attribute become classes of our style sheet.
pub const MATHML_ATTRIBUTES: [&str; 27] = [
    "accent",
    "accentunder",
    "class",
    "columnspan",
    "depth",
    "dir",
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

/// Most bytes and greatest depth of a formula. The converter recurses, and nobody writes formulas this long.
const LONGEST: usize = 4_000;
const DEEPEST: usize = 60;

static CONVERTER: LazyLock<Option<LatexToMathML>> = LazyLock::new(|| {
    LatexToMathML::new(MathCoreConfig { annotation: true, ..MathCoreConfig::default() }).ok()
});

/// Converts a formula to MathML. The error is the reason for the author.
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

/// Turns inline styles of the converter into classes, and keeps only allowed elements and attributes.
fn written_anew(mathml: &str) -> String {
    let mut html = String::with_capacity(mathml.len());
    for token in tokens(mathml) {
        match token {
            HtmlToken::Text(text) => html.push_str(&escape(&text)),
            HtmlToken::Start(tag) if MATHML.contains(&tag.name.as_str()) => {
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
            HtmlToken::End(name) if MATHML.contains(&name.as_str()) => html.push_str(&format!("</{name}>")),
            _ => {}
        }
    }
    html
}

/// Elements of MathML that contain only text.
const LEAVES: [&str; 9] = ["annotation", "mi", "mn", "mo", "mprescripts", "ms", "mspace", "mtext", "none"];

/// Sanitises a formula that the author wrote in MathML: allowed elements and attributes, all closed. Elements in which browsers
/// read HTML again, such as `<mtext>`, keep only text.
pub(super) fn authors(mathml: &str) -> String {
    let mut html = String::with_capacity(mathml.len());
    let mut open: Vec<String> = Vec::new();
    let mut hidden = 0_usize;
    for token in tokens(mathml) {
        match token {
            // For other programs only: it is not shown.
            HtmlToken::Start(tag) if tag.name == "annotation-xml" => hidden += usize::from(!tag.closed),
            HtmlToken::End(name) if name == "annotation-xml" => hidden = hidden.saturating_sub(1),
            _ if hidden > 0 => {}
            HtmlToken::Text(text) if !open.is_empty() => html.push_str(&escape(&text)),
            HtmlToken::Start(tag) => {
                let known = MATHML.contains(&tag.name.as_str()) && tag.name != "span";
                let within_leaf = open.last().is_some_and(|last| LEAVES.contains(&last.as_str()));
                if !known || within_leaf || open.is_empty() != (tag.name == "math") || open.len() > DEEPEST {
                    continue;
                }
                html.push('<');
                html.push_str(&tag.name);
                for (name, value) in &tag.attributes {
                    if MATHML_ATTRIBUTES.contains(&name.as_str()) {
                        put(&mut html, name, value);
                    }
                }
                html.push('>');
                if tag.closed {
                    html.push_str(&format!("</{}>", tag.name));
                } else {
                    open.push(tag.name);
                }
            }
            HtmlToken::End(name) => {
                if let Some(depth) = open.iter().rposition(|one| *one == name) {
                    while open.len() > depth {
                        html.push_str(&format!("</{}>", open.pop().unwrap_or_default()));
                    }
                }
                if open.is_empty() && name == "math" {
                    break;
                }
            }
            HtmlToken::Text(_) | HtmlToken::Hidden(_) => {}
        }
    }
    while let Some(name) = open.pop() {
        html.push_str(&format!("</{name}>"));
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
    fn formulas_of_authors_hold_nothing_but_formulas() {
        for (written, want) in [
            (
                "<math display=\"block\" onclick=x><mi href=\"javascript:x\">x</mi><mspace width=\"1em\"/></math>",
                "<math display=\"block\"><mi>x</mi><mspace width=\"1em\"></mspace></math>",
            ),
            (
                "<math><mtext><table><mglyph><style><img src=x onerror=y></style></mglyph></table></mtext></math>",
                "<math><mtext></mtext></math>",
            ),
            (
                "<math><mtext><b>a</b><mi>c</mi></mtext>d</math>e<script>f</script>",
                "<math><mtext>ac</mtext>d</math>",
            ),
            (
                "<math><annotation-xml encoding=\"text/html\"><p>x</p></annotation-xml><mn>1</mn></math>",
                "<math><mn>1</mn></math>",
            ),
            (
                "<math><maction><mrow><mi>&lt;b&gt;</mrow><math><mn>2",
                "<math><mrow><mi>&lt;b&gt;</mi></mrow><mn>2</mn></math>",
            ),
            ("<mi>x</mi>", ""),
        ] {
            assert_eq!(authors(written), want, "{written}");
        }
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
