//! Of `store` how words are compared.

pub(crate) mod project;
