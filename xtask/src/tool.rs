//! Programs that come through cargo, each at one version, into `target/tools`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::failure::Failure;
use crate::program::Program;
use crate::step::note;
use crate::workspace;

const INSTALL_LIMIT: Duration = Duration::from_secs(20 * 60);

/// A package of cargo's with a program of the same name.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    /// How long it takes to build, in words.
    pub(crate) takes: &'static str,
}

impl Tool {
    /// The program at its version: one on the `PATH`, or one that is installed into the target folder.
    pub(crate) fn find_or_install(&self) -> Result<PathBuf, Failure> {
        let on_path = PathBuf::from(self.name);
        let says = Program::new(&on_path).args(["--version"]).output_quietly();
        if says.is_some_and(|text| text.split_whitespace().nth(1) == Some(self.version)) {
            return Ok(on_path);
        }
        let tools = workspace::target().join("tools");
        let installed =
            tools
                .join("bin")
                .join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX));
        if installed.exists() && self.is_listed_in(&tools) {
            return Ok(installed);
        }
        note(&format!(
            "Installing {} into target/tools ({}, once) ...",
            self.name, self.takes
        ));
        // A debug build: it reads some megabytes and is done in seconds either way.
        workspace::cargo()
            .args(["install", self.name, "--quiet", "--locked", "--debug"])
            .args(["--version", self.version, "--root"])
            .args([&tools])
            .env("CARGO_TARGET_DIR", tools.join("build"))
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .within(INSTALL_LIMIT)
            .run()?;
        // Rebuilding it is rare; its half a gigabyte of intermediate files is not worth keeping.
        let _ = std::fs::remove_dir_all(tools.join("build"));
        Ok(installed)
    }

    /// Cargo's own list of what it installed there. Not every program says its version.
    fn is_listed_in(&self, tools: &Path) -> bool {
        std::fs::read_to_string(tools.join(".crates.toml")).is_ok_and(|list| self.is_in(&list))
    }

    fn is_in(&self, list: &str) -> bool {
        list.contains(&format!("\"{} {} (", self.name, self.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_is_not_the_one_that_is_wanted() {
        let tool = Tool {
            name: "cargo-made-up",
            version: "1.2.3",
            takes: "a moment",
        };
        let list =
            |version| format!("[v1]\n\"cargo-made-up {version} (source)\" = [\"made-up\"]\n");
        assert!(tool.is_in(&list("1.2.3")));
        assert!(!tool.is_in(&list("1.2.30")));
        assert!(!tool.is_in(&list("1.2.3-rc.1")));
        assert!(!tool.is_in("[v1]\n\"cargo-made 1.2.3 (source)\" = [\"made\"]\n"));
    }
}
