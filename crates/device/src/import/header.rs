//! What the columns of a file hold, by their names in English and Welsh.

use doorstep_model::call::ImportField;

use super::words::plain;

/// Names as people write them at the head of a column, in [`plain`] letters.
const NAMES: &[(ImportField, &[&str])] = &[
    (
        ImportField::HouseholdName,
        &[
            "household",
            "household name",
            "name of household",
            "family",
            "family household",
            "home",
            "house name",
            "aelwyd",
            "enw aelwyd",
            "enw r aelwyd",
            "enw yr aelwyd",
            "teulu",
            "enw r teulu",
            "enw teulu",
            "cartref",
        ],
    ),
    (
        ImportField::Address,
        &[
            "address",
            "home address",
            "full address",
            "street",
            "street address",
            "address line",
            "address line 1",
            "address line 2",
            "address line 3",
            "address 1",
            "address 2",
            "address 3",
            "house number",
            "town",
            "city",
            "postcode",
            "post code",
            "zip",
            "cyfeiriad",
            "cyfeiriad cartref",
            "cyfeiriad 1",
            "cyfeiriad 2",
            "cyfeiriad 3",
            "stryd",
            "tref",
            "cod post",
        ],
    ),
    (
        ImportField::Locality,
        &[
            "locality",
            "area",
            "patch",
            "neighbourhood",
            "district",
            "ward",
            "estate",
            "village",
            "ardal",
            "cymdogaeth",
            "bro",
            "pentref",
        ],
    ),
    (
        ImportField::HowToFind,
        &[
            "how to find",
            "how to find them",
            "how to find it",
            "directions",
            "access",
            "parking",
            "entry",
            "sut i ddod o hyd",
            "sut i ddod o hyd iddynt",
            "cyfarwyddiadau",
            "mynediad",
        ],
    ),
    (
        ImportField::PersonName,
        &[
            "person",
            "person name",
            "name of person",
            "name",
            "full name",
            "people",
            "names",
            "members",
            "resident",
            "residents",
            "household members",
            "family members",
            "people names",
            "person 1",
            "person 2",
            "person 3",
            "person 4",
            "person 5",
            "person 6",
            "tenant",
            "enw",
            "enw llawn",
            "enw person",
            "enw r person",
            "enwau",
            "pobl",
            "preswylydd",
        ],
    ),
    (
        ImportField::FirstName,
        &[
            "first name",
            "firstname",
            "forename",
            "forenames",
            "given name",
            "christian name",
            "enw cyntaf",
            "enw bedydd",
        ],
    ),
    (
        ImportField::Surname,
        &[
            "surname",
            "last name",
            "lastname",
            "family name",
            "second name",
            "cyfenw",
        ],
    ),
    (
        ImportField::Relation,
        &[
            "relation",
            "relationship",
            "related",
            "role in household",
            "role in family",
            "relation to others",
            "perthynas",
        ],
    ),
    (
        ImportField::BirthYear,
        &[
            "birth year",
            "year of birth",
            "born",
            "date of birth",
            "dob",
            "birthday",
            "birth date",
            "yob",
            "blwyddyn geni",
            "dyddiad geni",
            "ganwyd",
        ],
    ),
    (
        ImportField::Contact,
        &[
            "phone",
            "telephone",
            "tel",
            "phone number",
            "telephone number",
            "mobile",
            "mobile number",
            "mobile phone",
            "contact",
            "contact number",
            "contact details",
            "email",
            "e mail",
            "email address",
            "landline",
            "ffon",
            "rhif ffon",
            "symudol",
            "ffon symudol",
            "cyswllt",
            "ebost",
            "e bost",
            "manylion cyswllt",
        ],
    ),
    (
        ImportField::PreferredLanguage,
        &[
            "language",
            "preferred language",
            "language spoken",
            "languages",
            "first language",
            "iaith",
            "dewis iaith",
            "iaith gyntaf",
            "iaith a ffefrir",
        ],
    ),
    (
        ImportField::NamedWorker,
        &[
            "worker",
            "named worker",
            "key worker",
            "keyworker",
            "support worker",
            "lead worker",
            "held by",
            "team member",
            "gweithiwr",
            "gweithiwr enwebedig",
            "gweithiwr allweddol",
            "gweithiwr a enwir",
        ],
    ),
    (
        ImportField::FirstMet,
        &[
            "first met",
            "date first met",
            "first visit",
            "date of first visit",
            "first contact",
            "date of first contact",
            "first seen",
            "opened",
            "date opened",
            "start date",
            "started",
            "met on",
            "dyddiad cyfarfod",
            "cyfarfod cyntaf",
            "dyddiad cyfarfod cyntaf",
            "ymweliad cyntaf",
            "dyddiad dechrau",
        ],
    ),
    (
        ImportField::Notes,
        &[
            "notes",
            "note",
            "comments",
            "comment",
            "history",
            "background",
            "remarks",
            "description",
            "other information",
            "nodiadau",
            "nodyn",
            "sylwadau",
            "hanes",
            "cefndir",
        ],
    ),
];

/// What a column of this name holds; spacing, capitals, accents and signs are forgiven.
pub(crate) fn field(name: &str) -> Option<ImportField> {
    let name = plain(name);
    NAMES
        .iter()
        .find(|(_, names)| names.contains(&name.as_str()))
        .map(|(field, _)| *field)
}

/// What all columns hold.
pub(crate) fn fields(names: &[String]) -> Vec<Option<ImportField>> {
    names.iter().map(|name| field(name)).collect()
}

/// A column's letter, as spreadsheets show it.
pub(crate) fn letter(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        let letter = u8::try_from(column % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{NAMES, field, letter};
    use crate::import::words::plain;
    use doorstep_model::call::ImportField;
    use std::collections::HashSet;

    #[test]
    fn names_are_found_however_they_are_written() {
        for (name, expected) in [
            ("Household name", ImportField::HouseholdName),
            (" HOUSEHOLD_NAME ", ImportField::HouseholdName),
            ("Enw'r aelwyd", ImportField::HouseholdName),
            ("Date first met:", ImportField::FirstMet),
            ("D.O.B.", ImportField::BirthYear),
            ("Rhif ffôn", ImportField::Contact),
            ("E-mail", ImportField::Contact),
            ("Post-code", ImportField::Address),
            ("First  Name", ImportField::FirstName),
        ] {
            assert_eq!(field(name), Some(expected), "{name}");
        }
        assert_eq!(field("Shoe size"), None);
        assert_eq!(field(""), None);
    }

    #[test]
    fn no_name_stands_for_two_things_and_each_can_be_met() {
        let mut seen = HashSet::new();
        for name in NAMES.iter().flat_map(|(_, names)| *names) {
            assert!(seen.insert(name), "{name} stands twice");
            assert_eq!(plain(name), **name);
        }
        assert!(
            ImportField::ALL
                .iter()
                .all(|field| NAMES.iter().any(|(known, _)| known == field))
        );
    }

    #[test]
    fn columns_without_names_have_letters() {
        assert_eq!(
            [0, 25, 26, 701, 702].map(letter),
            ["A", "Z", "AA", "ZZ", "AAA"]
        );
    }
}
