//! A code that one person reads out to another.

use leptos::prelude::*;

/// The code, large and in groups.
#[component]
pub(crate) fn BigCode(test: &'static str, code: String) -> impl IntoView {
    view! {
        <p class="big-code" translate="no" data-test=test data-code=plain(&code)>
            {in_fours(&code)}
        </p>
    }
}

fn plain(code: &str) -> String {
    code.chars().filter(|c| c.is_ascii_alphanumeric()).collect()
}

/// In groups of four, to be read out.
fn in_fours(code: &str) -> String {
    let plain: Vec<char> = plain(code).chars().collect();
    let groups = plain
        .chunks(4)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_are_read_out_in_fours() {
        assert_eq!(super::in_fours("ABCDEFGHJK"), "ABCD-EFGH-JK");
        assert_eq!(super::in_fours("ABCD-EFGH-JK"), "ABCD-EFGH-JK");
        assert_eq!(super::plain("ABCD-EF"), "ABCDEF");
    }
}
