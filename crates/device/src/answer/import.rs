//! Taking in a list of households.

use doorstep_model::Problem;
use doorstep_model::call::{
    ForgetImport, GetImport, ImportPage, ImportRows, ListImportRows, PlanImport, ReportSaved,
    RunImport, SaveImportReport, StopImport,
};

use super::Answer;
use crate::Device;

impl Answer<PlanImport> for Device {
    async fn reply(&self, call: PlanImport) -> Result<ImportPage, Problem> {
        self.plan_import(call)
    }
}

impl Answer<RunImport> for Device {
    async fn reply(&self, call: RunImport) -> Result<ImportPage, Problem> {
        self.run_import(call)
    }
}

impl Answer<StopImport> for Device {
    async fn reply(&self, _: StopImport) -> Result<Option<ImportPage>, Problem> {
        self.stop_import()
    }
}

impl Answer<GetImport> for Device {
    async fn reply(&self, _: GetImport) -> Result<Option<ImportPage>, Problem> {
        self.import_page()
    }
}

impl Answer<ListImportRows> for Device {
    async fn reply(&self, call: ListImportRows) -> Result<ImportRows, Problem> {
        self.import_rows(&call)
    }
}

impl Answer<SaveImportReport> for Device {
    async fn reply(&self, call: SaveImportReport) -> Result<ReportSaved, Problem> {
        self.save_import_report(&call)
    }
}

impl Answer<ForgetImport> for Device {
    async fn reply(&self, _: ForgetImport) -> Result<Option<ImportPage>, Problem> {
        self.forget_import()
    }
}
