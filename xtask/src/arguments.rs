//! What was asked for on the command line.

use crate::fuzz::TARGETS;
use crate::screens::Speed;

/// Printed by `--help` and after a command that can't be read.
pub(crate) const USAGE: &str = "\
Usage: cargo xtask <command>

  run [--journey]   build everything, start a sync server and open the app;
                    with no display, or with --journey, do the main job in real windows
  test [--long]     everything that CI checks; --long also runs the tests marked as long,
                    and a hundred times the simulators' worlds: a night's work
  setup             install what the other commands need (they all do it themselves)
  screens [--fast]  build the screens into src-ui/dist; --fast builds quickly and large
  rules             check which package depends on which
  deny              check licences, duplicates and sources of dependencies
  sbom              list what app and server are built from, in target/sbom (CycloneDX)
  release [--server]
                    build app and server, or the server alone, with that list inside them; they,
                    the lists and the licences go into target/release-files
  fuzz [seconds] [target]
                    give made-up bytes to everything that reads bytes from outside, 60 s to each
                    target; fuzz --seeds writes anew what the targets begin from
  bench [...]       measure; what follows goes to the benchmark program";

/// A command that can be carried out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Setup,
    Screens(Speed),
    Run {
        journey: bool,
    },
    Test {
        long: bool,
    },
    Rules,
    Deny,
    Sbom,
    Release {
        server_alone: bool,
    },
    /// `None` stands for what the ordinary run does.
    Fuzz {
        seconds: Option<u64>,
        target: Option<String>,
    },
    FuzzSeeds,
    Bench {
        rest: Vec<String>,
    },
}

/// Reads the words after `cargo xtask`, or says in a sentence what is wrong with them.
pub(crate) fn parse(words: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut words = words;
    let Some(name) = words.next() else {
        return Err("Say which command to run.".to_owned());
    };
    let rest: Vec<String> = words.collect();
    match name.as_str() {
        "help" | "-h" | "--help" => Ok(Command::Help),
        "setup" => no_flag(&name, &rest).map(|()| Command::Setup),
        "rules" => no_flag(&name, &rest).map(|()| Command::Rules),
        "deny" => no_flag(&name, &rest).map(|()| Command::Deny),
        "sbom" => no_flag(&name, &rest).map(|()| Command::Sbom),
        "release" => {
            one_flag(&name, &rest, "--server").map(|server_alone| Command::Release { server_alone })
        }
        "screens" => one_flag(&name, &rest, "--fast").map(|fast| {
            Command::Screens(if fast {
                Speed::QuickToBuild
            } else {
                Speed::QuickToStart
            })
        }),
        "run" => one_flag(&name, &rest, "--journey").map(|journey| Command::Run { journey }),
        "test" => one_flag(&name, &rest, "--long").map(|long| Command::Test { long }),
        "fuzz" => fuzz(&rest),
        "bench" => Ok(Command::Bench { rest }),
        _ => Err(format!("There is no command `{name}`.")),
    }
}

fn no_flag(name: &str, rest: &[String]) -> Result<(), String> {
    match rest.first() {
        None => Ok(()),
        Some(word) => Err(format!("`{name}` takes nothing more, and got `{word}`.")),
    }
}

fn one_flag(name: &str, rest: &[String], flag: &str) -> Result<bool, String> {
    match rest.iter().find(|word| *word != flag) {
        None => Ok(!rest.is_empty()),
        Some(word) => Err(format!("`{name}` takes only {flag}, and got `{word}`.")),
    }
}

fn fuzz(rest: &[String]) -> Result<Command, String> {
    if rest == ["--seeds"] {
        return Ok(Command::FuzzSeeds);
    }
    let (seconds, rest) = match rest.split_first() {
        Some((first, rest)) if first.parse::<u64>().is_ok_and(|seconds| seconds > 0) => {
            (first.parse().ok(), rest)
        }
        _ => (None, rest),
    };
    match rest {
        [] => Ok(Command::Fuzz {
            seconds,
            target: None,
        }),
        [target] if TARGETS.contains(&target.as_str()) => Ok(Command::Fuzz {
            seconds,
            target: Some(target.clone()),
        }),
        _ => Err(format!(
            "`fuzz` takes a number of seconds, then one of: {}.",
            TARGETS.join(", ")
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn reads_each_command() {
        assert_eq!(read("run"), Ok(Command::Run { journey: false }));
        assert_eq!(read("run --journey"), Ok(Command::Run { journey: true }));
        assert_eq!(read("test --long"), Ok(Command::Test { long: true }));
        assert_eq!(
            read("screens --fast"),
            Ok(Command::Screens(Speed::QuickToBuild))
        );
        assert_eq!(read("sbom"), Ok(Command::Sbom));
        let release = |server_alone| Ok(Command::Release { server_alone });
        assert_eq!(read("release"), release(false));
        assert_eq!(read("release --server"), release(true));
        let fuzz = |seconds, target: Option<&str>| {
            Ok(Command::Fuzz {
                seconds,
                target: target.map(str::to_owned),
            })
        };
        assert_eq!(read("fuzz"), fuzz(None, None));
        assert_eq!(read("fuzz 300"), fuzz(Some(300), None));
        assert_eq!(read("fuzz wire"), fuzz(None, Some("wire")));
        assert_eq!(read("fuzz 5 photo"), fuzz(Some(5), Some("photo")));
        assert_eq!(read("fuzz --seeds"), Ok(Command::FuzzSeeds));
        assert_eq!(
            read("bench --list a"),
            Ok(Command::Bench {
                rest: vec!["--list".into(), "a".into()]
            })
        );
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for line in [
            "",
            "dance",
            "run --fast",
            "setup now",
            "sbom all",
            "release server",
            "test --long --quick",
            "fuzz 0",
            "fuzz wire 5",
            "fuzz 5 everything",
            "fuzz --seeds wire",
        ] {
            assert!(read(line).is_err(), "{line:?} was taken");
        }
    }
}
