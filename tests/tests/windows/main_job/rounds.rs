//! Who they are, and what each of them writes while there is no signal.

use doorstep_tests::record::Visit;
use doorstep_tests::team::Person;

pub(crate) const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
pub(crate) const SAM: Person = Person {
    name: "Sam",
    passphrase: "gravel pear lantern two",
};
/// What one person does while there is no signal.
pub(crate) struct Away {
    pub(crate) person: Person,
    /// Before or after what stands in "what matters" already.
    pub(crate) words: &'static str,
    pub(crate) address: &'static str,
    pub(crate) visit: Visit,
}

/// Two people without signal. The first to sync is the first here, and writes at the start.
pub(crate) struct Round {
    /// For the names of pictures.
    pub(crate) name: &'static str,
    pub(crate) first: Away,
    pub(crate) second: Away,
}

pub(crate) const ROUNDS: [Round; 2] = [
    Round {
        name: "nadia-first",
        first: Away {
            person: NADIA,
            words: "Leo back at school comes before all. ",
            address: "14 Harbour Street",
            visit: Visit {
                notes: "Kitchen table, all four of them. The letter from school was read together.",
                strengths: &[
                    ("Gran walks the little ones to school", "Gran"),
                    ("We eat together every evening", "Leo"),
                ],
                actions: &[("Ring the school about mornings", "worker")],
            },
        },
        second: Away {
            person: SAM,
            words: " And a door that locks.",
            address: "14b Harbour Street",
            visit: Visit {
                notes: "Short visit after work. The back door was looked at.",
                strengths: &[("Uncle Jo mends everything himself", "Mum")],
                actions: &[
                    ("Bring the spare lock on Friday", "worker"),
                    ("Measure the door frame", "family"),
                ],
            },
        },
    },
    Round {
        name: "sam-first",
        first: Away {
            person: SAM,
            words: "Quiet nights. ",
            address: "16 Harbour Street",
            visit: Visit {
                notes: "The lock is in. Tea afterwards.",
                strengths: &[("The boys kept their room tidy for a week", "Mum")],
                actions: &[("Ask for a second key", "worker")],
            },
        },
        second: Away {
            person: NADIA,
            words: " Gran should have her own room.",
            address: "16a Harbour Street",
            visit: Visit {
                notes: "Walked to school with Leo and Gran.",
                strengths: &[("Leo knows the way by himself now", "Gran")],
                actions: &[("Look at the box room", "family")],
            },
        },
    },
];
