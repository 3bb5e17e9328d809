//! What the window may do stands in two files. A change there is a change of what a fault in the
//! screens could reach, so it has to be made here as well, on purpose.

use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn read(name: &str) -> Result<Value, Box<dyn std::error::Error>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
}

#[test]
fn the_page_loads_nothing_but_its_own() -> Outcome {
    let config = read("tauri.conf.json")?;
    assert_eq!(
        config["app"]["security"],
        json!({
            "csp": {
                "default-src": "'self'",
                "script-src": "'self' 'wasm-unsafe-eval'",
                "style-src": "'self'",
                "img-src": "'self' data: blob:",
                "connect-src": "'self' ipc: http://ipc.localhost",
                "font-src": "'self'",
                "object-src": "'none'",
                "base-uri": "'none'",
                "form-action": "'none'",
                "frame-ancestors": "'none'"
            },
            "freezePrototype": true,
            "pattern": { "use": "isolation", "options": { "dir": "isolation" } },
            "capabilities": ["main"]
        })
    );
    assert_eq!(config["app"]["withGlobalTauri"], json!(false));
    Ok(())
}

#[test]
fn the_page_reaches_the_device_and_nothing_else() -> Outcome {
    assert_eq!(
        read("capabilities/main.json")?["permissions"],
        json!([
            "allow-call",
            "core:event:allow-listen",
            "core:event:allow-unlisten"
        ])
    );
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
    Ok(())
}

#[test]
fn the_title_names_nobody() -> Outcome {
    let config = read("tauri.conf.json")?;
    assert_eq!(config["app"]["windows"].as_array().unwrap().len(), 1);
    assert_eq!(config["app"]["windows"][0]["title"], json!("Doorstep"));
    Ok(())
}

/// The smallest screen that teams still use has 1024 by 768, of which the system takes some.
#[test]
fn the_window_fits_a_small_screen() -> Outcome {
    let config = read("tauri.conf.json")?;
    let window = &config["app"]["windows"][0];
    assert!(window["width"].as_u64().unwrap() <= 1024);
    assert!(window["height"].as_u64().unwrap() <= 768 - 60);
    Ok(())
}

#[test]
fn no_release_has_the_inspector() {
    let manifest = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let workspace = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    for file in [manifest, workspace] {
        let text = std::fs::read_to_string(file).unwrap();
        let tauri = text.lines().filter(|line| line.contains("tauri"));
        assert!(tauri.clone().count() > 0);
        for line in tauri {
            assert!(!line.contains("devtools"), "{line}");
        }
    }
}
