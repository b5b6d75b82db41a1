//! Decides whether parts of the app become chunks of their own. That takes steps after the linker, so `cargo xtask` asks for
//! it; a build without them has everything in the first module.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=LAMPLIGHT_CHUNKS");
    println!("cargo::rustc-check-cfg=cfg(chunks)");
    let is_wasm = std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if is_wasm && std::env::var_os("LAMPLIGHT_CHUNKS").is_some() {
        println!("cargo::rustc-cfg=chunks");
        // What is split off is found by following relocations, which the linker otherwise drops.
        println!("cargo::rustc-link-arg-bin=lamplight-app=--emit-relocs");
    }
}
