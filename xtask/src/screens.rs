//! Builds the screens: `src-ui` as wasm, its JavaScript, its page, styles and fonts, and the licences
//! of what the app is built from, all together in `src-ui/dist`, from where the app takes them in.

use std::path::{Path, PathBuf};
use std::time::Duration;

use wasm_bindgen_cli_support::Bindgen;

use crate::built_from::{self, Shipped};
use crate::dist::Dist;
use crate::failure::Failure;
use crate::licences;
use crate::step::{note, step};
use crate::wasm_toolchain::WasmToolchain;
use crate::workspace::{self, WASM};

/// The name of the package, its wasm and its JavaScript.
const SCREENS: &str = "doorstep-ui";
/// What is copied as it is, of what lies in `src-ui`.
const AS_IT_IS: [&str; 4] = ["index.html", "start.js", "style", "assets"];

/// What to spend on the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speed {
    /// Minutes to build, small and quick to start.
    QuickToStart,
    /// For the people who are working on the screens.
    QuickToBuild,
}

impl Speed {
    fn profile(self) -> &'static str {
        match self {
            Self::QuickToStart => "screens",
            Self::QuickToBuild => "screens-fast",
        }
    }
}

/// Builds what has changed and writes only files whose content is new.
pub(crate) fn build(wasm: &WasmToolchain, speed: Speed) -> Result<(), Failure> {
    step("Screens", || {
        wasm.cargo()
            .args(["build", "--package", SCREENS, "--target", WASM])
            .args(["--profile", speed.profile()])
            .within(Duration::from_secs(20 * 60))
            .run()?;
        let built = workspace::wasm_target()
            .join(WASM)
            .join(speed.profile())
            .join(format!("{SCREENS}.wasm"));
        assemble(&built)
    })
}

fn assemble(built: &Path) -> Result<(), Failure> {
    let source = workspace::root().join("src-ui");
    let mut dist = Dist::open(source.join("dist"))?;
    dist.made_from(built, SCREENS, |folder| bindgen(built, folder))?;
    for name in AS_IT_IS {
        dist.copy(&source.join(name), Path::new(name))?;
    }
    let built = built_from::read(Shipped::App)?;
    let licences = licences::of(&built, Shipped::App)?.to_json()?;
    dist.put(&licences, Path::new(licences::FILE))?;
    let (files, bytes) = dist.finish()?;
    note(&format!("src-ui/dist: {files} files, {} kB.", bytes / 1000));
    Ok(())
}

/// Writes `doorstep-ui.js` and `doorstep-ui_bg.wasm`, to be loaded as a module by the page.
fn bindgen(wasm: &Path, into: &Path) -> Result<(), Failure> {
    note("Writing JavaScript with wasm-bindgen ...");
    let failed = |reason: String| Failure::Bindgen {
        wasm: PathBuf::from(wasm),
        reason,
    };
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(SCREENS)
        .typescript(false)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen
        .web(true)
        .map_err(|error| failed(format!("{error:#}")))?;
    bindgen
        .generate(into)
        .map_err(|error| failed(format!("{error:#}")))
}
