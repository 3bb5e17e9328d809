//! Everything that has to be on the machine before Doorstep can be built.

use crate::failure::Failure;
use crate::step::step;
use crate::wasm_toolchain::WasmToolchain;
use crate::{axe, debian, wasm_toolchain};

/// Looks at what is there and installs only what is missing; a second time takes under a second.
/// Returns the compiler that builds for wasm32.
pub(crate) fn setup() -> Result<WasmToolchain, Failure> {
    step("Set-up", || {
        if cfg!(target_os = "linux") {
            debian::install_missing()?;
        } else {
            say_what_to_install();
        }
        axe::install_if_possible()?;
        wasm_toolchain::find_or_install()
    })
}

fn say_what_to_install() {
    let advice = if cfg!(target_os = "windows") {
        "On Windows this needs, and does not install by itself: the C++ build tools of Visual \
         Studio, the WebView2 runtime (part of Windows 11), Strawberry Perl and NASM for OpenSSL, \
         and for the tests LLVM's clang."
    } else if cfg!(target_os = "macos") {
        "On macOS this needs, and does not install by itself: the command line tools \
         (xcode-select --install), and for the tests LLVM's clang with wasm32 (brew install llvm)."
    } else {
        "This system is not known. Install what Tauri asks for on it, a C compiler, Perl and make."
    };
    crate::step::note(advice);
    crate::step::note("The journeys through real windows run on Linux only.");
}
