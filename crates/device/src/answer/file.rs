//! Choosing a file outside of Doorstep.

use doorstep_model::Problem;
use doorstep_model::call::{ChooseFile, FileChosen};

use super::Answer;
use crate::Device;

impl Answer<ChooseFile> for Device {
    async fn reply(&self, call: ChooseFile) -> Result<Option<FileChosen>, Problem> {
        // Nobody chooses files past the lock.
        self.with(|_, _| Ok(()))?;
        Ok(self.files.choose(&call))
    }
}
