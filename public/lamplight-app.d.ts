// What wasm-bindgen writes when the app is built, as far as scripts use it.

/** Asks the app for something by name (src/browser/request.rs). The answer is what to say to the reader, if anything. */
export function ask(name: string, about?: unknown): Promise<string | undefined>;

/** Starts the app with its module, once; then it returns what the module exports. */
export function initSync(options?: { module: WebAssembly.Module }): WebAssembly.Exports & { readonly __indirect_function_table: WebAssembly.Table };
