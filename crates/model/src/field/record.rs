//! The macro that makes a part's view and its schema from one list of fields.

/// `record! { pub struct Visit in many Visits "visits" { single date: Date, words notes, … } }`
///
/// Gives the struct, its [`Record`](crate::field::Record) implementation, and one constant for each
/// field (`Visit::date`) that edits name it by.
macro_rules! record {
    (
        $(#[$doc:meta])*
        pub struct $name:ident in $many:ident $part:ident $key:literal {
            $($(#[$fdoc:meta])* $kind:ident $field:ident $(: $type:ty)?,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            /// The line's id; `None` for a part of which there is one.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub id: Option<$crate::id::ItemId>,
            /// Who added it and when.
            pub added: $crate::field::Stamp,
            /// Who removed it and when; the line stays and can be brought back.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub removed: Option<$crate::field::Stamp>,
            $($(#[$fdoc])* #[serde(default)] pub $field: record!(@type $kind $($type)?),)*
        }

        #[allow(non_upper_case_globals, reason = "named as the fields they stand for")]
        impl $name {
            $(
                $(#[$fdoc])*
                pub const $field: $crate::field::Field = $crate::field::Field {
                    part: $crate::field::Part::$part,
                    name: stringify!($field),
                    kind: record!(@kind $kind),
                    takes: record!(@takes $kind $($type)?),
                };
            )*
        }

        impl $crate::field::Record for $name {
            const SCHEMA: $crate::field::PartSchema = $crate::field::PartSchema {
                part: $crate::field::Part::$part,
                key: $key,
                many: record!(@many $many),
                fields: &[$(Self::$field),*],
            };

            fn read(
                id: Option<$crate::id::ItemId>,
                source: &impl $crate::field::Source,
            ) -> Self {
                Self {
                    id,
                    added: source.added(),
                    removed: source.removed(),
                    $($field: source.$kind(stringify!($field)),)*
                }
            }

            fn id(&self) -> Option<&$crate::id::ItemId> {
                self.id.as_ref()
            }

            fn is_removed(&self) -> bool {
                self.removed.is_some()
            }

            fn both_changed(&self) -> u32 {
                [$($crate::field::Content::is_both_changed(&self.$field)),*].into_iter().map(u32::from).sum()
            }

            fn texts(&self) -> Vec<&str> {
                let mut texts = Vec::new();
                $(texts.extend($crate::field::Content::texts(&self.$field));)*
                texts
            }
        }
    };
    (@type single $type:ty) => { $crate::field::Single<$type> };
    (@type words) => { $crate::field::Words };
    (@type set $type:ty) => { Vec<$type> };
    (@kind single) => { $crate::field::FieldKind::Single };
    (@kind words) => { $crate::field::FieldKind::Words };
    (@kind set) => { $crate::field::FieldKind::Set };
    (@takes words) => { |value| matches!(value, $crate::field::Value::Text(_)) };
    (@takes $kind:ident $type:ty) => {
        |value| <$type as $crate::field::Scalar>::from_value(value).is_some()
    };
    (@many many) => { true };
    (@many one) => { false };
}
