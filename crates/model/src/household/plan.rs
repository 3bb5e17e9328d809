//! Our plan: the page that the family keeps, made of lines of the record that they chose.

use crate::date::Date;
use crate::id::ItemId;

record! {
    /// What the family wants on their page. What matters to them, their strengths and the open
    /// actions are on it unless they were left out; everything else only if it was chosen.
    pub struct Plan in one Plan "plan" {
        /// Texts of [`super::WhatMatters`] that are left out, by their field's key.
        set left_out_texts: String,
        /// Strengths and open actions that are left out.
        set left_out_lines: ItemId,
        /// Other lines that were chosen: worries, actions that have ended, people.
        set chosen_lines: ItemId,
        /// What else they want it to say, in their words.
        words in_our_words,
        /// The language of the page's own words (BCP 47).
        single language: String,
        /// Whether it is set in large print.
        single large_print: bool,
        /// The day it was last handed over.
        single given_on: Date,
    }
}
