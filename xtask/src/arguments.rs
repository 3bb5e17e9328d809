//! What was asked for on the command line.

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
  bench [...]       measure; what follows goes to the benchmark program";

/// A command that can be carried out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Setup,
    Screens(Speed),
    Run { journey: bool },
    Test { long: bool },
    Rules,
    Deny,
    Bench { rest: Vec<String> },
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
        "screens" => one_flag(&name, &rest, "--fast").map(|fast| {
            Command::Screens(if fast {
                Speed::QuickToBuild
            } else {
                Speed::QuickToStart
            })
        }),
        "run" => one_flag(&name, &rest, "--journey").map(|journey| Command::Run { journey }),
        "test" => one_flag(&name, &rest, "--long").map(|long| Command::Test { long }),
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
            "test --long --quick",
        ] {
            assert!(read(line).is_err(), "{line:?} was taken");
        }
    }
}
