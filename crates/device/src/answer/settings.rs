//! Settings of this device.

use doorstep_model::call::{ChangeSettings, GetSettings, Settings};
use doorstep_model::{Problem, ProblemCode};

use super::Answer;
use crate::Device;

impl Answer<GetSettings> for Device {
    async fn reply(&self, _: GetSettings) -> Result<Settings, Problem> {
        Ok(self.settings())
    }
}

impl Answer<ChangeSettings> for Device {
    async fn reply(&self, call: ChangeSettings) -> Result<Settings, Problem> {
        let bytes = serde_json::to_vec(&call.settings)
            .map_err(|_| Problem::with(ProblemCode::Unexpected, "settings"))?;
        self.home.write_settings(&bytes)?;
        if self.is_open() {
            self.with_removed(|open, _| {
                open.settings = call.settings.clone();
                open.keep_to_limit()
            })?;
        }
        Ok(call.settings)
    }
}

impl Device {
    /// As kept beside the store; the defaults where nothing readable is there.
    pub(crate) fn settings(&self) -> Settings {
        self.home
            .read_settings()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }
}
