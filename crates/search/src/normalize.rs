//! Unicode's decomposition (NFKD): natively from a crate, in the browser from JavaScript, which saves its tables.

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
        fn normalize(this: &JsString, form: &str) -> String;
        #[wasm_bindgen(js_name = String)]
        type JsString;
        #[wasm_bindgen(js_name = String)]
        fn text(c: char) -> JsString;
    }
    text(c).normalize("NFKD")
}
