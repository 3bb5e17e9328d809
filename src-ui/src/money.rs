//! Money as people type and read it: pounds, kept in pence.

/// Reads "12", "12.50", "£1,200"; `None` if it is no amount.
pub(crate) fn read(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches('£').replace([',', ' '], "");
    let (pounds, pence) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let digits = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    if pounds.is_empty() || !digits(pounds) || !digits(pence) || pence.len() > 2 {
        return None;
    }
    let pounds: i64 = pounds.parse().ok()?;
    let pence: i64 = match pence.len() {
        0 => 0,
        1 => pence.parse::<i64>().ok()? * 10,
        _ => pence.parse().ok()?,
    };
    pounds.checked_mul(100)?.checked_add(pence)
}

/// "£12.50", "£12".
pub(crate) fn show(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    let pence = pence.unsigned_abs();
    match pence % 100 {
        0 => format!("{sign}£{}", pence / 100),
        rest => format!("{sign}£{}.{rest:02}", pence / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_people_type_them() {
        assert_eq!(read("12"), Some(1_200));
        assert_eq!(read("£1,200.5"), Some(120_050));
        assert_eq!(read("0.05"), Some(5));
        for wrong in ["", "£", "twelve", "1.234", "-3", "99999999999999999999"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(show(120_050), "£1200.50");
        assert_eq!(show(1_200), "£12");
    }
}
