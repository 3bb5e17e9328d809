//! What can be asked of any field, whatever it holds.

use super::{Scalar, Single, Words};

pub(crate) trait Content {
    fn is_both_changed(&self) -> bool {
        false
    }

    /// What people wrote in it.
    fn texts(&self) -> Vec<&str> {
        Vec::new()
    }
}

impl<T: Scalar> Content for Single<T> {
    fn is_both_changed(&self) -> bool {
        Single::is_both_changed(self)
    }

    fn texts(&self) -> Vec<&str> {
        let said = self.both.iter().filter_map(|said| said.value.as_ref());
        let values: Vec<&T> = if self.both.is_empty() {
            self.value.iter().collect()
        } else {
            said.collect()
        };
        values.into_iter().filter_map(Scalar::text).collect()
    }
}

impl Content for Words {
    fn texts(&self) -> Vec<&str> {
        vec![&self.0]
    }
}

impl<T> Content for Vec<T> {}
