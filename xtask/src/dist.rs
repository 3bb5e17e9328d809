//! The folder of files that the app takes in. A file whose content did not change is not written,
//! so that the app is not built again for nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::workspace;

/// The folder while it is being filled; what was not put in is removed in the end.
pub(crate) struct Dist {
    folder: PathBuf,
    present: BTreeSet<PathBuf>,
}

impl Dist {
    /// Opens the folder and makes it if it is not there.
    pub(crate) fn open(folder: PathBuf) -> Result<Self, Failure> {
        fs::create_dir_all(&folder).map_err(Failure::file(&folder, "created"))?;
        Ok(Self {
            folder,
            present: BTreeSet::new(),
        })
    }

    /// Copies a file, or a folder with all that is in it. Something that does not exist is passed
    /// over: a page without a folder of assets is a page all the same.
    pub(crate) fn copy(&mut self, from: &Path, to: &Path) -> Result<(), Failure> {
        if from.is_dir() {
            let entries = fs::read_dir(from).map_err(Failure::file(from, "listed"))?;
            for entry in entries {
                let entry = entry.map_err(Failure::file(from, "listed"))?;
                self.copy(&entry.path(), &to.join(entry.file_name()))?;
            }
            return Ok(());
        }
        if !from.exists() {
            return Ok(());
        }
        let content = fs::read(from).map_err(Failure::file(from, "read"))?;
        self.put(&content, to)
    }

    /// Puts in a file with this content.
    pub(crate) fn put(&mut self, content: &[u8], to: &Path) -> Result<(), Failure> {
        let target = self.folder.join(to);
        if !fs::read(&target).is_ok_and(|present| present == content) {
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder).map_err(Failure::file(folder, "created"))?;
            }
            fs::write(&target, content).map_err(Failure::file(&target, "written"))?;
        }
        self.present.insert(to.to_owned());
        Ok(())
    }

    /// Files made from `source` by `make`, which writes them into a folder that it is given. When
    /// they were made from the same bytes before, they are taken from there.
    pub(crate) fn made_from(
        &mut self,
        source: &Path,
        name: &str,
        make: impl FnOnce(&Path) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let folder = workspace::wasm_target().join("made-from").join(name);
        let copy = folder.join("source");
        let made = folder.join("made");
        let bytes = fs::read(source).map_err(Failure::file(source, "read"))?;
        if !fs::read(&copy).is_ok_and(|before| before == bytes) {
            if folder.exists() {
                fs::remove_dir_all(&folder).map_err(Failure::file(&folder, "removed"))?;
            }
            fs::create_dir_all(&made).map_err(Failure::file(&made, "created"))?;
            make(&made)?;
            // Written last: a run that is stopped before this starts over.
            fs::write(&copy, bytes).map_err(Failure::file(&copy, "written"))?;
        }
        self.copy(&made, Path::new(""))
    }

    /// Removes what was not put in. Returns the number of files and of their bytes.
    pub(crate) fn finish(self) -> Result<(usize, u64), Failure> {
        let mut bytes = 0;
        for file in files_under(&self.folder)? {
            let inside = file.strip_prefix(&self.folder).unwrap_or(&file);
            if self.present.contains(inside) {
                bytes += fs::metadata(&file)
                    .map_err(Failure::file(&file, "read"))?
                    .len();
            } else {
                fs::remove_file(&file).map_err(Failure::file(&file, "removed"))?;
            }
        }
        Ok((self.present.len(), bytes))
    }
}

fn files_under(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(Failure::file(&folder, "listed"))? {
            let path = entry.map_err(Failure::file(&folder, "listed"))?.path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push(path)
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_what_is_gone_and_leaves_what_is_the_same_untouched() {
        let top = std::env::temp_dir().join(format!("doorstep-dist-{}", std::process::id()));
        let source = top.join("source");
        fs::create_dir_all(source.join("style")).unwrap();
        fs::write(source.join("index.html"), "page").unwrap();
        fs::write(source.join("style/one.css"), "a").unwrap();
        let fill = |names: &[&str]| {
            let mut dist = Dist::open(top.join("dist")).unwrap();
            for name in names {
                dist.copy(&source.join(name), Path::new(name)).unwrap();
            }
            dist.finish().unwrap()
        };
        assert_eq!(fill(&["index.html", "style", "absent"]), (2, 5));
        let written = fs::metadata(top.join("dist/index.html"))
            .unwrap()
            .modified()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert_eq!(fill(&["index.html"]), (1, 4));
        assert!(!top.join("dist/style/one.css").exists());
        let after = fs::metadata(top.join("dist/index.html"))
            .unwrap()
            .modified()
            .unwrap();
        assert_eq!(written, after);
        fs::remove_dir_all(top).unwrap();
    }
}
