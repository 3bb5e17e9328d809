//! A team's photos and voice notes: each part is held against the signed head.

use doorstep_wire::blob::BlobHead;
use doorstep_wire::id::{BlobId, DocId};

use super::erased::Erased;
use super::members::Signers;
use super::rows::{OfTeam, Team, cell};
use super::{Report, Wrong};
use crate::storage::StorageFault;
use crate::storage::ledger::{Ledger, Row, Table, Value};

/// Parts in the order of their blobs' ids, so that blobs and parts go side by side.
struct Parts<'a, L> {
    pages: OfTeam<'a, L>,
    rows: std::vec::IntoIter<Row>,
    next: Option<Row>,
}

impl<L: Ledger> Parts<'_, L> {
    /// Looks at the next part, once the last one was taken.
    async fn look(&mut self) -> Result<Option<&Row>, StorageFault> {
        if self.next.is_none() {
            if self.rows.len() == 0 {
                self.rows = self.pages.next().await?.into_iter();
            }
            self.next = self.rows.next();
        }
        Ok(self.next.as_ref())
    }
}

pub(super) async fn check(
    ledger: &impl Ledger,
    team: &Team,
    signers: &Signers,
    erased: &Erased,
    report: &mut Report,
) -> Result<(), StorageFault> {
    let mut parts = Parts {
        pages: OfTeam::new(ledger, "blob_part", team.id)?,
        rows: Vec::new().into_iter(),
        next: None,
    };
    let (mut blobs, mut bytes) = (0, 0u64);
    let mut pages = OfTeam::new(ledger, "blob", team.id)?;
    loop {
        let rows = pages.next().await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            blobs += 1;
            report.blobs += 1;
            if cell::id(&row, 2).is_some_and(|id| erased.is_erased(&DocId(id))) {
                report.find(Wrong::BlobNotErased(blobs));
            }
            let head = head(&row, team, signers);
            if head.is_none() {
                report.find(Wrong::BlobHead(blobs));
            }
            bytes = bytes.saturating_add(head.as_ref().map_or(0, BlobHead::sealed_len));
            let there = parts_of(&mut parts, &row, blobs, head.as_ref(), report).await?;
            let all = head.map(|head| u64::from(head.header().part_count()));
            let missing = all.and_then(|all| all.checked_sub(there));
            if all.is_some() && missing != cell::number(&row, 5) {
                report.find(Wrong::BlobMissing(blobs));
            }
        }
    }
    if parts.look().await?.is_some() {
        report.find(Wrong::BlobLost);
    }
    if total(ledger, team).await? != (blobs, bytes) {
        report.find(Wrong::BlobTotal);
    }
    Ok(())
}

fn head(row: &[Value], team: &Team, signers: &Signers) -> Option<BlobHead> {
    let head = BlobHead::parse(cell::bytes(row, 3)?.to_vec()).ok()?;
    let header = head.header();
    let is_here = header.team_id == team.id
        && Some(header.blob_id) == cell::id(row, 1).map(BlobId)
        && Some(header.doc_id.0) == cell::id(row, 2);
    let signer = signers.get(&header.device_id)?;
    (is_here && head.is_signed_by(signer)).then_some(head)
}

/// Checks the parts of one blob and counts them.
async fn parts_of<L: Ledger>(
    parts: &mut Parts<'_, L>,
    blob: &[Value],
    number: u64,
    head: Option<&BlobHead>,
    report: &mut Report,
) -> Result<u64, StorageFault> {
    let mut there = 0;
    while let Some(part) = parts.look().await? {
        if part.get(1) != blob.get(1) {
            break;
        }
        there += 1;
        report.parts += 1;
        let at = cell::number(part, 2).unwrap_or(u64::MAX);
        let is_listed = head.is_none_or(|head| {
            let sealed = cell::bytes(part, 3).unwrap_or_default();
            u32::try_from(at).is_ok_and(|at| head.is_part(at, sealed))
        });
        if !is_listed {
            report.find(Wrong::BlobPart(number, at));
        }
        parts.next = None;
    }
    Ok(there)
}

/// What the store remembers.
async fn total(ledger: &impl Ledger, team: &Team) -> Result<(u64, u64), StorageFault> {
    let key = vec![Value::Bytes(team.id.0.to_vec())];
    let row = ledger.row(Table::of("blob_total")?, key).await?;
    let row = row.unwrap_or_default();
    Ok((
        cell::number(&row, 1).unwrap_or_default(),
        cell::number(&row, 2).unwrap_or_default(),
    ))
}
