//! Papers that a screen composed: how many pages they take, and writing them to a file.

use doorstep_paper::Paper;
use serde::{Deserialize, Serialize};

use crate::id::FileTicket;

/// Asks how a paper would come out, for its preview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasurePaper {
    /// The paper.
    pub paper: Paper,
}

/// Writes a paper to the file that the person chose. The file is plain: whoever has it can read it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct WritePaper {
    /// The paper.
    pub paper: Paper,
    /// What kind of file it becomes.
    pub kind: PaperKind,
    /// Where.
    pub ticket: FileTicket,
}

impl std::fmt::Debug for WritePaper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What stands on it may be a team's recovery words.
        write!(f, "WritePaper({:?})", self.kind)
    }
}

/// Kinds of files a paper can become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// A tagged PDF.
    Pdf,
    /// One HTML file without scripts.
    Html,
}

/// How a paper came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperMeasured {
    /// How many A4 pages it takes; for HTML, 1.
    pub pages: u32,
    /// Letters that no font of the PDF has, each once. A stand-in shows in their place. Empty for
    /// HTML.
    pub missing_letters: String,
}
