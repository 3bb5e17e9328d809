//! Papers that a screen composed, measured and written to files.

use doorstep_model::call::{MeasurePaper, PaperKind, PaperMeasured, WritePaper};
use doorstep_model::id::FileTicket;
use doorstep_model::{Problem, ProblemCode};
use doorstep_paper::pdf::Refused;
use doorstep_paper::{Paper, TooLarge, html, pdf};

use super::Answer;
use crate::Device;

impl Answer<MeasurePaper> for Device {
    async fn reply(&self, call: MeasurePaper) -> Result<PaperMeasured, Problem> {
        // Nobody needs pages past the lock. Setting them holds nothing that a screen waits for.
        self.with(|_, _| Ok(()))?;
        let measured = pdf::measure(&call.paper).map_err(refused)?;
        Ok(PaperMeasured {
            pages: measured.pages,
            missing_letters: measured.missing_letters.into_iter().collect(),
        })
    }
}

impl Answer<WritePaper> for Device {
    async fn reply(&self, call: WritePaper) -> Result<PaperMeasured, Problem> {
        self.with(|_, _| Ok(()))?;
        let file = self.files.get(&call.ticket)?;
        let (bytes, measured) = match call.kind {
            PaperKind::Pdf => {
                let written = pdf::write(&call.paper).map_err(refused)?;
                let measured = PaperMeasured {
                    pages: written.pages,
                    missing_letters: written.missing_letters.into_iter().collect(),
                };
                (written.bytes, measured)
            }
            PaperKind::Html => {
                call.paper.within_limits().map_err(too_large)?;
                return self.write_html(&call.paper, &call.ticket);
            }
        };
        self.write_chosen(&file, |out| out.write_all(&bytes))
            .map_err(not_written)?;
        Ok(measured)
    }
}

impl Device {
    /// Writes a paper of any length as HTML. Unlike a PDF it needs no work that grows faster than
    /// what it says, nor all of it in memory once more.
    pub(super) fn write_html(
        &self,
        paper: &Paper,
        ticket: &FileTicket,
    ) -> Result<PaperMeasured, Problem> {
        let file = self.files.get(ticket)?;
        file.replace(|out| html::write_to(paper, out))
            .map_err(not_written)?;
        Ok(PaperMeasured {
            pages: 1,
            missing_letters: String::new(),
        })
    }
}

/// What stopped a file from being written.
pub(super) fn not_written(error: std::io::Error) -> Problem {
    Problem::with(ProblemCode::FileNotWritten, error)
}

fn refused(refused: Refused) -> Problem {
    match refused {
        Refused::TooLarge(what) => too_large(what),
        Refused::Unsound(what) => Problem::with(ProblemCode::Unexpected, what),
    }
}

fn too_large(what: TooLarge) -> Problem {
    Problem::with(ProblemCode::PaperTooLarge, what)
}
