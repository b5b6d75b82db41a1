//! Unicode's decomposition (NFKD): from a crate where bytes are cheap, from the browser where it has one already.

#[cfg(feature = "tables")]
pub(crate) fn decomposed(c: char) -> String {
    use unicode_normalization::UnicodeNormalization;
    std::iter::once(c).nfkd().collect()
}

#[cfg(not(feature = "tables"))]
pub(crate) fn decomposed(c: char) -> String {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(method, js_class = "String")]
        fn normalize(this: &Text, form: &str) -> String;
        #[wasm_bindgen(js_name = String)]
        type Text;
        #[wasm_bindgen(js_name = String)]
        fn text(c: char) -> Text;
    }
    text(c).normalize("NFKD")
}
