//! Answers out of a short list, kept as words in documents so that a later version can add some.

macro_rules! choice {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// All answers, in the order screens show them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in documents; also the end of the message id in translations.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl $crate::field::Scalar for $name {
            fn from_value(value: &$crate::field::Value) -> Option<Self> {
                match value {
                    $crate::field::Value::Text(word) => {
                        Self::ALL.iter().copied().find(|choice| choice.word() == word)
                    }
                    _ => None,
                }
            }

            fn to_value(&self) -> $crate::field::Value {
                $crate::field::Value::Text(self.word().into())
            }
        }
    };
}
