//! A set of small numbers.

const BITS: usize = u64::BITS as usize;

/// A bit for each number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn add(&mut self, number: usize) {
        let word = number / BITS;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << (number % BITS);
        }
    }

    pub(super) fn add_all(&mut self, others: &Self) {
        if self.0.len() < others.0.len() {
            self.0.resize(others.0.len(), 0);
        }
        for (word, other) in self.0.iter_mut().zip(&others.0) {
            *word |= other;
        }
    }

    pub(super) fn has(&self, number: usize) -> bool {
        let word = self.0.get(number / BITS);
        word.is_some_and(|word| word >> (number % BITS) & 1 == 1)
    }

    /// How many.
    pub(super) fn count(&self) -> usize {
        let ones = self.0.iter().map(|word| word.count_ones());
        usize::try_from(ones.sum::<u32>()).unwrap_or(usize::MAX)
    }

    /// The greatest of them.
    pub(super) fn last(&self) -> Option<usize> {
        let word = self.0.iter().rposition(|word| *word != 0)?;
        let bits = self.0.get(word)?;
        Some(word * BITS + usize::try_from(bits.ilog2()).ok()?)
    }
}
