//! What a screen sees of a field.

use serde::{Deserialize, Serialize};

use super::Stamp;

/// One value. When two people set it without knowing of each other, all their values are in
/// `both`, and `value` is the one that every device shows until somebody chooses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Single<T> {
    /// The value to show; `None` when it is empty or made by a newer version.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub value: Option<T>,
    /// Empty, or two and more values with who said them.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub both: Vec<Said<T>>,
}

fn none<T>() -> Option<T> {
    None
}

/// A value with who set it and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said<T> {
    /// What they set; `None` if they cleared it.
    pub value: Option<T>,
    /// Who and when.
    pub stamp: Stamp,
}

impl<T> Single<T> {
    /// Whether two people changed it at the same time and nobody has chosen yet.
    pub fn is_both_changed(&self) -> bool {
        !self.both.is_empty()
    }
}

impl<T> Default for Single<T> {
    fn default() -> Self {
        Self {
            value: None,
            both: Vec::new(),
        }
    }
}

/// Text that merges character by character.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub String);

impl Words {
    /// Whether there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}
