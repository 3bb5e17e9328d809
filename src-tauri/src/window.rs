//! The one window. It shows the screens that are inside the program, and nothing from elsewhere.

use std::path::PathBuf;

use tauri::webview::{NewWindowResponse, PermissionResponse, WebviewWindowBuilder};
use tauri::{App, Url};

use crate::Failure;

/// Opens the window that `tauri.conf.json` describes. `profile` is where the system's web view
/// keeps its own files; the screens store nothing there.
pub(crate) fn open(app: &App, profile: PathBuf) -> Result<(), Failure> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == "main")
        .ok_or(Failure::NoWindow)?;
    WebviewWindowBuilder::from_config(app, config)?
        .data_directory(profile)
        .on_navigation(is_inside)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny)
        .build()?;
    Ok(())
}

/// Whether an address is one of the program's own pages, as each system names them.
fn is_inside(address: &Url) -> bool {
    let own = match address.scheme() {
        "tauri" => address.host_str() == Some("localhost"),
        "http" | "https" => address.host_str() == Some("tauri.localhost"),
        _ => false,
    };
    own && address.port().is_none() && address.username().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(address: &str) -> bool {
        is_inside(&Url::parse(address).unwrap())
    }

    #[test]
    fn its_own_pages_are_shown() {
        assert!(inside("tauri://localhost/"));
        assert!(inside("tauri://localhost/index.html#/households"));
        assert!(inside("http://tauri.localhost/"));
    }

    #[test]
    fn nothing_from_elsewhere_is_shown() {
        for address in [
            "https://example.org/",
            "http://localhost/",
            "http://tauri.localhost.example.org/",
            "http://tauri.localhost:8080/",
            "https://someone@tauri.localhost/",
            "tauri://elsewhere/",
            "file:///etc/hostname",
            "data:text/html,hello",
            "about:blank",
            "javascript:alert(1)",
        ] {
            assert!(!inside(address), "{address}");
        }
    }
}
