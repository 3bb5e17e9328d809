//! A fault in the program itself: where it happened goes to the window's console. What it was about
//! does not, since it may be something that people wrote.

use std::panic::{self, PanicHookInfo};

/// Writes a line for every fault from now on.
pub(crate) fn tell() {
    panic::set_hook(Box::new(|fault: &PanicHookInfo<'_>| {
        web_sys::console::error_1(&line(fault).into());
    }));
}

fn line(fault: &PanicHookInfo<'_>) -> String {
    fault.location().map_or_else(
        || "Doorstep: fault".to_owned(),
        |at| format!("Doorstep: fault at {}:{}", at.file(), at.line()),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn a_fault_is_told_by_its_place_alone() {
        let told = Arc::new(Mutex::new(String::new()));
        let keep = Arc::clone(&told);
        panic::set_hook(Box::new(move |fault| {
            // Other tests may fail meanwhile.
            if fault
                .location()
                .is_some_and(|at| at.file().ends_with("fault.rs"))
            {
                *keep.lock().unwrap() = line(fault);
            }
        }));
        let _ = panic::catch_unwind(|| panic!("Somebody of {}", "Harbour Street"));
        let _ = panic::take_hook();
        let told = told.lock().unwrap();
        assert!(told.contains("fault.rs:"), "{told}");
        assert!(!told.contains("Harbour"), "{told}");
    }
}
