//! Runs other programs, for a limited time.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::descendants;
use crate::failure::Failure;

const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A program about to be run.
pub(crate) struct Program {
    command: Command,
    limit: Duration,
    quiet: bool,
}

impl Program {
    /// A program by its name on the `PATH` or by its file, with ten minutes to finish.
    pub(crate) fn new(name: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(name);
        command.stdin(Stdio::null());
        Self {
            command,
            limit: Duration::from_secs(600),
            quiet: false,
        }
    }

    /// Adds arguments.
    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    /// Sets an environment variable.
    pub(crate) fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Leaves an environment variable out.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Runs it in another folder.
    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Stops it when it takes longer.
    pub(crate) fn within(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Does not print the command line before it runs.
    pub(crate) fn quietly(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// Writes all that it prints into a file.
    pub(crate) fn into_file(mut self, path: &Path) -> Result<Self, Failure> {
        let output = File::create(path).map_err(Failure::file(path, "created"))?;
        let errors = output.try_clone().map_err(Failure::file(path, "opened"))?;
        self.command.stdout(output).stderr(errors);
        Ok(self)
    }

    /// Lets everything else on the machine go first. Comes before [`Program::into_file`].
    pub(crate) fn yielding(mut self) -> Self {
        let mut command = Command::new("nice");
        command.stdin(Stdio::null()).args(["-n", "19"]);
        command.arg(self.command.get_program());
        command.args(self.command.get_args());
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        if let Some(folder) = self.command.get_current_dir() {
            command.current_dir(folder);
        }
        self.command = command;
        self
    }

    /// Runs it with this program's output. Fails unless it succeeds in time.
    pub(crate) fn run(mut self) -> Result<(), Failure> {
        let line = self.line();
        if !self.quiet {
            println!("  $ {line}");
        }
        let mut child = self.spawn()?;
        let status = wait(&mut child, self.limit, &line)?;
        succeed(status, line)
    }

    /// Runs it without a word and tells whether it succeeded in time.
    pub(crate) fn succeeds(mut self) -> bool {
        self.command.stdout(Stdio::null()).stderr(Stdio::null());
        let line = self.line();
        let Ok(mut child) = self.spawn() else {
            return false;
        };
        wait(&mut child, self.limit, &line).is_ok_and(|status| status.success())
    }

    /// Runs it and returns what it printed. What it says on its error output is shown. For
    /// programs that answer at once: the time limit does not hold here.
    pub(crate) fn output(mut self) -> Result<String, Failure> {
        let line = self.line();
        let output = self
            .command
            .stderr(Stdio::inherit())
            .output()
            .map_err(|source| self.not_started(source))?;
        succeed(output.status, line.clone())?;
        String::from_utf8(output.stdout).map_err(|_| Failure::Unreadable {
            program: line,
            reason: "not UTF-8".into(),
        })
    }

    /// What it printed, if it is there and succeeded. Says nothing otherwise.
    pub(crate) fn output_quietly(mut self) -> Option<String> {
        let output = self.command.stderr(Stdio::null()).output().ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Starts it and leaves the rest to the caller; its output can be read line by line.
    pub(crate) fn start_reading(mut self) -> Result<Child, Failure> {
        self.command.stdout(Stdio::piped());
        self.spawn()
    }

    fn spawn(&mut self) -> Result<Child, Failure> {
        self.command
            .spawn()
            .map_err(|source| self.not_started(source))
    }

    fn not_started(&self, source: std::io::Error) -> Failure {
        let program = self.command.get_program().to_string_lossy().into_owned();
        Failure::NotStarted { program, source }
    }

    /// The command line as a person would type it, with a full path's last part only.
    fn line(&self) -> String {
        let program = Path::new(self.command.get_program());
        let name: OsString = program
            .file_name()
            .map_or_else(|| program.into(), OsString::from);
        let mut line = name.to_string_lossy().into_owned();
        for argument in self.command.get_args() {
            line.push(' ');
            line.push_str(&argument.to_string_lossy());
        }
        line
    }
}

/// Waits for a program, and stops it with all that it started when the time is over.
pub(crate) fn wait(child: &mut Child, limit: Duration, line: &str) -> Result<ExitStatus, Failure> {
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if begun.elapsed() < limit => sleep(LOOK_EVERY),
            Ok(None) => {
                descendants::stop(child);
                return Err(Failure::TooLong {
                    line: line.to_owned(),
                    limit,
                });
            }
            Err(source) => {
                return Err(Failure::NotStarted {
                    program: line.to_owned(),
                    source,
                });
            }
        }
    }
}

fn succeed(status: ExitStatus, line: String) -> Result<(), Failure> {
    if status.success() {
        return Ok(());
    }
    Err(Failure::Ended {
        line,
        code: status.to_string(),
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn tells_success_from_failure() {
        assert!(Program::new("true").succeeds());
        assert!(!Program::new("false").succeeds());
        assert!(!Program::new("doorstep-has-no-such-program").succeeds());
    }

    #[test]
    fn stops_a_program_and_its_children_when_time_is_over() {
        let folder = std::env::temp_dir().join(format!("doorstep-limit-{}", std::process::id()));
        let script = format!("(sleep 1.5; echo late > {}) & wait", folder.display());
        let begun = Instant::now();
        let result = Program::new("sh")
            .args(["-c", &script])
            .within(Duration::from_millis(300))
            .quietly()
            .run();
        assert!(matches!(result, Err(Failure::TooLong { .. })), "{result:?}");
        assert!(begun.elapsed() < Duration::from_millis(1400));
        sleep(Duration::from_millis(1800));
        assert!(!folder.exists(), "the child of the stopped program went on");
    }
}
