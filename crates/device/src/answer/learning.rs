//! What a team learns, out of tallies; on the screen with every number, elsewhere without those
//! that are too small.

use std::io;

use doorstep_model::call::{ExportLearning, GetLearning, LearningExported, LearningPage};
use doorstep_model::{Problem, ProblemCode};

use super::Answer;
use crate::Device;
use crate::learning::give_away::give_away;
use crate::learning::table;
use crate::store::query;

impl Answer<GetLearning> for Device {
    async fn reply(&self, call: GetLearning) -> Result<LearningPage, Problem> {
        let page =
            self.with(|open, _| Ok(open.store.read(|conn| query::learning(conn, &call))?))?;
        Ok(if call.to_give_away {
            give_away(page)
        } else {
            page
        })
    }
}

impl Answer<ExportLearning> for Device {
    async fn reply(&self, call: ExportLearning) -> Result<LearningExported, Problem> {
        let file = self.files.get(&call.ticket)?;
        let page = self
            .answer(GetLearning {
                period: call.period,
                locality: call.locality,
                today: call.today,
                to_give_away: true,
            })
            .await?;
        let practice = self.with(|open, _| Ok(open.practice))?;
        let mut lines = 0;
        self.write_chosen(&file, |to| {
            lines = table::write(&page, practice, to)?;
            Ok::<_, io::Error>(())
        })
        .map_err(|fault| Problem::with(ProblemCode::FileNotWritten, fault))?;
        Ok(LearningExported { lines })
    }
}
