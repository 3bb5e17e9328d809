//! Padmé: lengths are rounded up so that the server learns at most O(log log n) bits of them and
//! the overhead stays under 12 % (Nikitin and others, "Reducing Metadata Leakage from Encrypted
//! Files and Communication with PURBs", PoPETs 2019).

/// The padded length for a length in bytes.
pub(crate) fn padme(len: usize) -> usize {
    if len < 2 {
        return len;
    }
    let exponent = len.ilog2();
    let significant = exponent.ilog2() + 1;
    let low_bits = exponent.saturating_sub(significant);
    let mask = (1usize << low_bits) - 1;
    (len + mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::padme;

    #[test]
    fn pads_a_little_and_never_shrinks() {
        for len in (0..100_000).chain([4_000_000, 4_194_303]) {
            let padded = padme(len);
            assert!(padded >= len);
            assert!(
                len < 9 || (padded - len) * 100 <= len * 12,
                "{len} became {padded}"
            );
            assert_eq!(padme(padded), padded, "padding is stable");
        }
        assert_eq!(padme(9), 10);
    }
}
