//! Checks the configuration and the page's capabilities, and embeds them.

fn main() {
    // The page is embedded when the shell is compiled, so a new page must compile it again.
    println!("cargo:rerun-if-changed=ui/dist");
    let attributes = tauri_build::Attributes::new().capabilities_path_pattern("src-tauri/capabilities/**/*");
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
