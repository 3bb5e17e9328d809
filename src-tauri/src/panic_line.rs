//! One line on standard error for a fault of the program: where it was, never what was in it.
//! The text of a panic can quote what somebody typed, so it is not written anywhere.

use std::io::Write as _;
use std::panic::PanicHookInfo;

/// From here on a panic writes its place and nothing else.
pub(crate) fn install() {
    std::panic::set_hook(Box::new(|panic| write(&line(panic))));
}

/// Writes a line where the system keeps what programs say; nobody may be listening.
pub(crate) fn write(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn line(panic: &PanicHookInfo<'_>) -> String {
    match panic.location() {
        Some(place) => format!(
            "fault at {}:{}:{}",
            place.file(),
            place.line(),
            place.column()
        ),
        None => "fault at an unknown place".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[test]
    fn a_panic_is_told_by_its_place_alone() {
        let told = Arc::new(Mutex::new(String::new()));
        let keep = Arc::clone(&told);
        std::panic::set_hook(Box::new(move |panic| *keep.lock().unwrap() = line(panic)));
        let _ = std::panic::catch_unwind(|| panic!("Mrs Example of {}", "Harbour Street"));
        let _ = std::panic::take_hook();
        let told = told.lock().unwrap().clone();
        assert!(told.contains("panic_line.rs:"), "{told}");
        assert!(!told.contains("Example") && !told.contains("Harbour"));
    }
}
