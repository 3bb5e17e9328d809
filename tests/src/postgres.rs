//! A PostgreSQL of a test's own, in a folder of its own, made from the system's package. It depends
//! on nothing else here, so that the server's own tests can take this file in as well.

use std::io::{Error, ErrorKind, Result};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Where Debian puts the programs, below the version.
const DEBIAN: &str = "/usr/lib/postgresql";
const START: Duration = Duration::from_secs(60);
const END: Duration = Duration::from_secs(20);

/// Runs the database until its own input closes: however the test ends, even if it is killed, the
/// database ends with it and its folder goes away.
const KEEPER: &str = r#"
folder=$1; shift
"$@" >"$folder/log" 2>&1 &
read -r _
kill -INT $!
wait $!
rm -rf "$folder"
"#;

/// A running database cluster. It has one user, `postgres`, who needs no password, and it is reached
/// through a socket in its folder. What it calls stored is on the disk (`fsync`), as it is by default.
pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: String,
    keeper: Child,
    input: Option<ChildStdin>,
    made: AtomicU32,
}

impl Cluster {
    /// Starts one.
    ///
    /// # Errors
    /// With what to do, if PostgreSQL is not installed.
    pub fn start() -> Result<Self> {
        Self::start_with(&[])
    }

    /// Starts one with settings beside the usual ones, as `name=value`. `{folder}` in them stands for
    /// the cluster's folder.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_with(settings: &[&str]) -> Result<Self> {
        Self::start_prepared(settings, |_| Ok(()))
    }

    /// As [`Self::start_with`], with files put into its folder before it starts. They get the owner
    /// that it runs as.
    ///
    /// # Errors
    /// As [`Self::start`], and what `prepare` says.
    pub fn start_prepared(
        settings: &[&str],
        prepare: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<Self> {
        let programs = programs()?;
        // A socket's path may have 107 bytes; the usual temporary folder may be longer.
        let folder = tempfile::Builder::new()
            .prefix("doorstep-pg-")
            .tempdir_in("/tmp")?;
        let user = user()?;
        prepare(folder.path())?;
        give(folder.path(), user)?;
        let data = folder.path().join("data");
        let mut initdb = as_user(user, &programs.join("initdb"));
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8"]);
        // The cluster is new, so what its making leaves on the disk may be lost with the machine.
        initdb.args(["--locale=C", "--no-sync", "--pgdata"]);
        said(initdb.arg(&data))?;

        let server = as_user(user, &programs.join("postgres"));
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "sh"]).arg(folder.path());
        keeper.arg(server.get_program()).args(server.get_args());
        keeper.arg("-D").arg(&data).arg("-k").arg(folder.path());
        keeper.args(["-c", "listen_addresses="]);
        for setting in settings {
            let setting = setting.replace("{folder}", &folder.path().to_string_lossy());
            keeper.args(["-c", &setting]);
        }
        let mut keeper = keeper.stdin(Stdio::piped()).spawn()?;
        let port = settings
            .iter()
            .find_map(|setting| setting.strip_prefix("port="));
        let cluster = Self {
            programs,
            port: port.unwrap_or("5432").to_owned(),
            input: keeper.stdin.take(),
            keeper,
            folder: TempDir::keep(folder),
            made: AtomicU32::new(0),
        };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    /// Its folder, where its socket is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes an empty database and answers its address, without options.
    ///
    /// # Errors
    /// What `psql` says.
    pub fn database(&self) -> Result<String> {
        let name = format!("test{}", self.made.fetch_add(1, Ordering::Relaxed));
        self.ask("postgres", &format!("CREATE DATABASE {name}"))?;
        let host = self.folder.to_string_lossy().replace('/', "%2F");
        let port = &self.port;
        Ok(format!("postgres://postgres@{host}:{port}/{name}"))
    }

    /// Asks a database of it and answers what `psql` prints, without decoration.
    ///
    /// # Errors
    /// What `psql` says.
    pub fn ask(&self, database: &str, sql: &str) -> Result<String> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres"]);
        psql.arg("-h").arg(&self.folder).args(["-p", &self.port]);
        said(psql.args(["-d", database, "-c", sql])).map(|answer| answer.trim().to_owned())
    }

    fn wait_until_ready(&self) -> Result<()> {
        let until = Instant::now() + START;
        loop {
            let mut ready = Command::new(self.programs.join("pg_isready"));
            ready.arg("-q").arg("-h").arg(&self.folder);
            ready.args(["-p", &self.port]);
            if ready.status()?.success() {
                return Ok(());
            }
            if Instant::now() > until {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(Error::other(format!("PostgreSQL did not start: {log}")));
            }
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.input.take());
        let until = Instant::now() + END;
        while matches!(self.keeper.try_wait(), Ok(None)) {
            if Instant::now() > until {
                let _ = self.keeper.kill();
                let _ = self.keeper.wait();
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// The newest version that is installed, or what `DOORSTEP_POSTGRES` names.
fn programs() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("DOORSTEP_POSTGRES") {
        return Ok(given.into());
    }
    let version = |path: &PathBuf| {
        let name = path.file_name()?.to_str()?;
        name.parse::<u32>().ok()
    };
    std::fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("bin/initdb").exists())
        .max_by_key(version)
        .map(|path| path.join("bin"))
        .ok_or_else(|| {
            Error::new(
                ErrorKind::NotFound,
                "PostgreSQL is not installed. On Debian `cargo xtask setup` installs the package \
                 postgresql; elsewhere, DOORSTEP_POSTGRES names the folder with initdb and postgres",
            )
        })
}

/// User and group to run it as, where this process is root: PostgreSQL refuses to be.
fn user() -> Result<Option<(u32, u32)>> {
    use std::os::unix::fs::MetadataExt as _;
    if std::fs::metadata("/proc/self")?.uid() != 0 {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd")?;
    let of = |name: &str| {
        let line = users
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut numbers = line.split(':').skip(2).map_while(|word| word.parse().ok());
        Some((numbers.next()?, numbers.next()?))
    };
    let found = of("postgres").or_else(|| of("nobody"));
    found
        .map(Some)
        .ok_or_else(|| Error::other("this system has neither a user postgres nor nobody"))
}

fn give(folder: &Path, user: Option<(u32, u32)>) -> Result<()> {
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))?;
    let Some((user, group)) = user else {
        return Ok(());
    };
    chown(folder, Some(user), Some(group))?;
    for entry in std::fs::read_dir(folder)? {
        chown(entry?.path(), Some(user), Some(group))?;
    }
    Ok(())
}

fn as_user(user: Option<(u32, u32)>, program: &Path) -> Command {
    let Some((user, group)) = user else {
        return Command::new(program);
    };
    let mut command = Command::new("setpriv");
    command.arg(format!("--reuid={user}"));
    command.arg(format!("--regid={group}"));
    command.arg("--clear-groups").arg(program);
    // Where root stands now, another may not be allowed to look.
    command.current_dir("/");
    command
}

fn said(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Error::other(format!(
            "{:?}: {}",
            command.get_program(),
            String::from_utf8_lossy(&output.stderr)
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::Cluster;
    use std::time::{Duration, Instant};

    #[test]
    fn a_cluster_answers_and_ends_with_its_folder() {
        let cluster = Cluster::start().unwrap();
        assert!(cluster.database().unwrap().ends_with("/test0"));
        assert_eq!(cluster.ask("test0", "SHOW fsync").unwrap(), "on");
        assert!(cluster.ask("test0", "SELECT nonsense").is_err());
        let folder = cluster.folder().to_owned();
        let pid = std::fs::read_to_string(folder.join("data/postmaster.pid")).unwrap();
        let process = format!("/proc/{}", pid.lines().next().unwrap());
        drop(cluster);
        let until = Instant::now() + Duration::from_secs(5);
        while std::path::Path::new(&process).exists() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(!std::path::Path::new(&process).exists());
        assert!(!folder.exists());
    }
}
