//! Takes the screens in and writes the permissions that `capabilities/` refers to.

use std::path::Path;

const PAGE: &str = "../src-ui/dist/index.html";
const WITHOUT_SCREENS: &str = "<!doctype html><html lang=\"en\"><title>Doorstep</title>\
    <p>The screens were not built with this program. Run <code>cargo xtask screens</code>, \
    then build it again.</p></html>\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The page must exist when the window is compiled, also where nobody has built the screens.
    let page = Path::new(PAGE);
    if !page.exists() {
        if let Some(folder) = page.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(page, WITHOUT_SCREENS)?;
    }
    rerun_for_each(Path::new("../src-ui/dist"))?;

    // The web view's libraries have a SQLite of the system's own: they are not to find ours, which takes its
    // memory elsewhere (docs/decisions/0045-memory.md).
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    let manifest = tauri_build::AppManifest::new().commands(&["call"]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}

/// Names every file of the screens to cargo, so that the program takes in what is new.
fn rerun_for_each(folder: &Path) -> std::io::Result<()> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        announce(&folder);
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                announce(&path);
            }
        }
    }
    Ok(())
}

fn announce(path: &Path) {
    println!("cargo:rerun-if-changed={}", path.display());
}
