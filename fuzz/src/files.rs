//! Files that a person gives to a device, or that a device keeps itself: lists of households, what
//! is written for spreadsheets, days in them, and slot files.

use doorstep_fuzz_parsers::read;

use crate::{choice, joined, pieces, seed};

const READERS: [fn(&[u8]); 5] = [read::list, sheet, cells, days, read::slots];

/// The first byte says what reads the rest.
pub fn run(bytes: &[u8]) {
    if let Some((chosen, rest)) = choice(bytes, READERS.len() as u8)
        && let Some(read) = READERS.get(usize::from(chosen))
    {
        read(rest);
    }
}

/// Cells in rows of as many as the first byte says.
fn sheet(bytes: &[u8]) {
    if let Some((width, rest)) = choice(bytes, 5) {
        let cells: Vec<String> = pieces(rest)
            .into_iter()
            .map(|cell| String::from_utf8_lossy(cell).into_owned())
            .collect();
        let rows: Vec<Vec<String>> = cells
            .chunks(usize::from(width) + 1)
            .map(<[String]>::to_vec)
            .collect();
        read::sheet(&rows);
    }
}

fn cells(bytes: &[u8]) {
    read::cells(&String::from_utf8_lossy(bytes));
}

fn days(bytes: &[u8]) {
    read::days(&String::from_utf8_lossy(bytes));
}

const LIST: &str = "Household name,Address,First name,Surname,D.O.B.,Phone,Key worker,First met,Notes\r\n\
     The Hollies,\"1 High Street, Tŷ Coch\",Ann,Lee,3/12/1948,07700 900123,Sam,3rd Dec 2024,\"said: \"\"come\"\"\nagain\"\r\n\
     ,,Bob,Kay,1950,,,,=1+1\r\n";

/// Lists in every encoding and with every delimiter, quotation marks in wrong places, formulas.
pub fn seeds() -> Vec<Vec<u8>> {
    let wide: Vec<u8> = format!("\u{feff}{LIST}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let narrow: Vec<u8> = LIST
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'y'))
        .collect();
    let semicolons = LIST.replace(',', ";");
    let tabs = LIST.replace(',', "\t").replace("\r\n", "\r");
    let lists: [&[u8]; 9] = [
        LIST.as_bytes(),
        &wide,
        &narrow,
        semicolons.as_bytes(),
        tabs.as_bytes(),
        b"\xef\xbb\xbfEnw,Cyfeiriad\nLee; Kay,\"1\n\"2\",x\nOwen,2",
        b"Name,Born\n\"Lee,1950\nKay,1951\n",
        b"one column\n\n\0\nand\xff more\n",
        b"Person;Language\n=cmd|' /C calc'!A0;Welsh\n",
    ];
    let mut seeds: Vec<Vec<u8>> = lists.iter().map(|list| seed(0, list)).collect();
    let cells: [&[u8]; 10] = [
        b"=1+1",
        b"+44 1",
        b"-2.5",
        b"@x",
        b"\t=1",
        "＝1".as_bytes(),
        b"''=1",
        b"a\"b,\nc",
        b"",
        b" -",
    ];
    seeds.push(seed(1, &seed(4, &joined(cells))));
    seeds.push(seed(1, &seed(0, &joined(cells))));
    seeds.push(seed(2, b" a ;\"b;\n\"\"c\"\" \";,'=1,\xc2\xa0x\ty"));
    for day in [
        "3/12/2024",
        "Tue 3rd of December, 2024",
        "2024-12-03T10:30",
        "3 Rhag 24",
        "1948",
    ] {
        seeds.push(seed(3, day.as_bytes()));
    }
    seeds.extend(read::slots_seeds().iter().map(|slots| seed(4, slots)));
    seeds
}
