//! Ids that the screens make themselves.

use doorstep_model::id::ItemId;

/// A new line's id: 16 random bytes from the browser.
pub(crate) fn item_id() -> ItemId {
    let mut bytes = [0; 16];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).ok());
    if filled.is_none() {
        // Every browser has it; without it two lines must still not be the same.
        for byte in &mut bytes {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "0 to 255"
            )]
            let random = (js_sys::Math::random() * 256.0) as u8;
            *byte = random;
        }
    }
    ItemId::from(bytes)
}
