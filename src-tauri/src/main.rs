//! The program on a desktop; everything is in the library, which a phone starts by itself.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    doorstep_window::run()
}
