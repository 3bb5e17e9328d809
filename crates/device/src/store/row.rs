//! Between SQLite's values and ours.

use doorstep_wire::id::NotAnId;
use rusqlite::Row;
use rusqlite::types::{FromSqlError, Type};

/// An identifier out of a column.
pub(crate) fn id<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: for<'a> TryFrom<&'a [u8], Error = NotAnId>,
{
    let bytes = row.get_ref(column)?.as_blob()?;
    T::try_from(bytes).map_err(|_| wrong(column, Type::Blob))
}

/// A number that is never negative.
pub(crate) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u32> {
    let number: i64 = row.get(column)?;
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}

/// A 64-bit number that is never negative.
pub(crate) fn big_count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| wrong(column, Type::Integer))
}

/// A name as screens hold it: an identifier in hex, a day.
pub(crate) fn name<T: TryFrom<String>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    T::try_from(text).map_err(|_| wrong(column, Type::Text))
}

/// As [`name`], where there may be none.
pub(crate) fn maybe_name<T: TryFrom<String>>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| T::try_from(text).map_err(|_| wrong(column, Type::Text)))
        .transpose()
}

/// As SQLite keeps it; sequence numbers stay far below its limit.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn wrong(column: usize, kind: Type) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, kind, Box::new(FromSqlError::InvalidType))
}
