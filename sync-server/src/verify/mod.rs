//! Whether a store is whole: everything that can be known about it without being able to read a word.
//!
//! Membership logs are appended to a roster from their first entry on; chunks are parsed, hashed,
//! chained and checked against the signer's key; each device's log is followed; blobs are held against
//! their heads. Teams are called by their number in the order of their ids, since ids stay private.

mod blobs;
mod erased;
mod members;
mod rows;
mod sequence;
mod wrong;

use crate::storage::StorageFault;
use crate::storage::ledger::{Access, Ledger, Row, Table};
use rows::{Team, cell};
pub use wrong::Wrong;

/// So many findings are told in words; the rest is counted.
const TOLD: usize = 100;

/// Something wrong, and in which team: 1 is the first by its id, 0 stands for none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The team's number.
    pub team: u64,
    /// What it is.
    pub wrong: Wrong,
}

/// What was looked at, and found.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// Teams.
    pub teams: u64,
    /// Membership entries.
    pub entries: u64,
    /// Chunks.
    pub chunks: u64,
    /// Blobs.
    pub blobs: u64,
    /// Their parts.
    pub parts: u64,
    /// The first hundred things that are wrong.
    pub findings: Vec<Finding>,
    /// How many more there are.
    pub more_findings: u64,
}

impl Report {
    /// Nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }

    fn find_all(&mut self, all: impl IntoIterator<Item = Wrong>) {
        all.into_iter().for_each(|wrong| self.find(wrong));
    }

    fn find(&mut self, wrong: Wrong) {
        if self.findings.len() < TOLD {
            let team = self.teams;
            self.findings.push(Finding { team, wrong });
        } else {
            self.more_findings += 1;
        }
    }
}

/// Goes through all of a store as it is at this moment; a server may go on with it meanwhile.
///
/// # Errors
/// [`StorageFault`] if it can't be read, or has another layout than this version's.
pub async fn verify(ledger: &impl Ledger) -> Result<Report, StorageFault> {
    ledger.layout().await?.is_current()?;
    ledger.begin(Access::Look).await?;
    let mut report = Report::default();
    secrets(ledger, &mut report).await?;
    let table = Table::of("team")?;
    let mut after: Option<Row> = None;
    loop {
        let rows = ledger.page(table, after.take()).await?;
        let Some(last) = rows.last() else { break };
        after = Some(table.key_of(last));
        for row in &rows {
            report.teams += 1;
            let Some(team) = Team::read(row) else {
                report.find(Wrong::Column("team"));
                continue;
            };
            let erased = erased::of(ledger, &team).await?;
            let signers = members::check(ledger, &team, &erased, &mut report).await?;
            sequence::check(ledger, &team, &signers, &erased, &mut report).await?;
            blobs::check(ledger, &team, &signers, &erased, &mut report).await?;
        }
    }
    ledger.commit().await?;
    Ok(report)
}

async fn secrets(ledger: &impl Ledger, report: &mut Report) -> Result<(), StorageFault> {
    let rows = ledger.page(Table::of("server_secret")?, None).await?;
    for (name, len) in [("setup", 16), ("token_key", 32)] {
        let there = rows.iter().any(|row| {
            cell::text(row, 0) == Some(name)
                && cell::bytes(row, 1).is_some_and(|bytes| bytes.len() == len)
        });
        if !there {
            report.find(Wrong::Secret(name));
        }
    }
    Ok(())
}
