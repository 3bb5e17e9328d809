//! Values that fit into one field.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::id::{BlobKey, DeviceKey, DocKey, ItemId};

/// A value as documents hold it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A short text, a day, a choice, an id.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
}

/// A type that a single or set field can have.
pub trait Scalar: Sized {
    /// Reads it; `None` when a newer version wrote something this one does not know.
    fn from_value(value: &Value) -> Option<Self>;
    /// The value that documents hold.
    fn to_value(&self) -> Value;
    /// The text, if it is one that people wrote.
    fn text(&self) -> Option<&str> {
        None
    }
}

impl Scalar for String {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }

    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Scalar for i64 {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    fn to_value(&self) -> Value {
        Value::Number(*self)
    }
}

impl Scalar for bool {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    fn to_value(&self) -> Value {
        Value::Flag(*self)
    }
}

impl Scalar for Date {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Date::parse(text),
            _ => None,
        }
    }

    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
}

macro_rules! id_scalars {
    ($($name:ident),*) => {$(
        impl Scalar for $name {
            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    Value::Text(text) => Self::try_from(text.clone()).ok(),
                    _ => None,
                }
            }

            fn to_value(&self) -> Value {
                Value::Text(self.to_string())
            }
        }
    )*};
}

id_scalars!(ItemId, DocKey, DeviceKey, BlobKey);
