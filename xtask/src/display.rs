//! Whether a window can be shown.

/// Windows and macOS always have a display; on Linux one of two variables names it.
pub(crate) fn is_there() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}
