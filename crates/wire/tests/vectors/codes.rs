//! Sixteen bytes as 26 characters.

use doorstep_wire::code::{CodeFault, decode_code, encode_code};

use crate::golden::Golden;

fn made() -> Golden {
    let mut file = Golden::new("wire-codes.txt", "Codes that people type.");
    let counting = std::array::from_fn(|at| u8::try_from(at * 17).unwrap());
    for (name, bytes) in [
        ("zeros", [0; 16]),
        ("ones", [0xff; 16]),
        ("counting", counting),
        ("seven", [7; 16]),
    ] {
        file.section(name)
            .hex("bytes", bytes)
            .text("code", encode_code(&bytes));
    }
    let code = encode_code(&[7; 16]);
    let last = code.chars().last().unwrap();
    let slip = |c: char| format!("{}{c}", &code[..code.len() - 1]);
    // The last character holds the checksum in its two low bits.
    let other = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        .chars()
        .find(|c| *c != last)
        .map(slip)
        .unwrap();
    file.section("wrong: one character less")
        .text(
            "error",
            format!("{:?}", CodeFault::WrongLength { found: 25 }),
        )
        .text("code", &code[1..]);
    file.section("wrong: a U, which no code has")
        .text("error", format!("{:?}", CodeFault::WrongCharacter))
        .text("code", format!("U{}", &code[1..]));
    file.section("wrong: another last character")
        .text("error", format!("{:?}", CodeFault::TypingSlip))
        .text("code", other);
    file
}

#[test]
fn codes_read_back_and_slips_are_named() {
    let stored = made().settle(&[]);
    for section in &stored.sections {
        let decoded = decode_code(section.get("code"));
        if section.is_wrong() {
            assert_eq!(format!("{:?}", decoded.unwrap_err()), section.get("error"));
        } else {
            let bytes = section.array("bytes");
            assert_eq!(decoded.unwrap(), bytes);
            assert_eq!(encode_code(&bytes), section.get("code"));
        }
    }
    assert_eq!(stored.all_wrong().len(), 3);
}
