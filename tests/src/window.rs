//! The window of one device, as a person uses it: looks, clicks, types, waits.
//!
//! WebKit's own driver starts the app and hands the window over. What the app inherits from its
//! surroundings (display, folder) it inherits through the driver, so each device has its own.

use std::cell::RefCell;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::error::{WebDriverError, WebDriverErrorInner};
use thirtyfour::{Capabilities, Key, TypingData, WebDriver, WebElement};

use crate::process::{self, Process};
use crate::screen::{LAPTOP, Size, TABLET};
use crate::stage::Album;
use crate::{At, Failed, Outcome, alsa, close_button, login};

/// After this long the page was drawn in its new colours.
const DRESSED: Duration = Duration::from_millis(200);
/// Between two looks at where something stands.
const STILL: Duration = Duration::from_millis(40);
/// So many looks at most.
const STILL_LOOKS: usize = 25;
/// How long something may take to appear.
pub const PATIENCE: Duration = Duration::from_secs(20);
const START: Duration = Duration::from_secs(60);
const FOR_THE_FOCUS: Duration = Duration::from_secs(1);
const LOOK_AGAIN: Duration = Duration::from_millis(40);

const FIND: &str = r"
    const visible = e => e.getClientRects().length > 0
        && getComputedStyle(e).visibility !== 'hidden';
    const words = e => typeof e.value === 'string' && e.value !== '' ? e.value : e.innerText;
    const find = steps => {
        let found = [document];
        for (const step of steps) {
            found = found.flatMap(e => [...e.querySelectorAll(step.css)]).filter(visible);
            found = found.filter(e => step.containing.every(text => words(e).includes(text)));
            if (step.nth !== null) found = found.slice(step.nth, step.nth + 1);
        }
        return found;
    };
";

/// What one place of a screen shows.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Its text, or its content if it is a field.
    pub words: String,
    attributes: serde_json::Map<String, Value>,
}

impl Seen {
    /// An attribute; nothing if it has none of this name.
    pub fn attr(&self, name: &str) -> &str {
        self.attributes
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

/// An open window. Dropped, the app is killed.
pub struct Window {
    name: String,
    app: PathBuf,
    display: String,
    driver: Option<WebDriver>,
    process: Process,
    size: Size,
    album: Album,
    /// Why the last try to click was in vain.
    refusal: RefCell<String>,
}

/// The folder that stands for the person who chooses files in the window of this device. It is
/// there once a test has made it.
pub fn files_beside(home: &Path) -> PathBuf {
    let mut name = home.as_os_str().to_owned();
    name.push("-files");
    name.into()
}

impl Window {
    /// Starts the app of a device and waits until its first screen is there.
    pub async fn open(
        name: &str,
        app: &Path,
        home: &Path,
        display: &str,
        bus: &str,
        size: Size,
        album: Album,
    ) -> Outcome<Self> {
        let port = free_port()?;
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("DISPLAY", display)
            .env("DBUS_SESSION_BUS_ADDRESS", bus)
            .env("DOORSTEP_HOME", home)
            .env("DOORSTEP_FILES", files_beside(home))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("DBUS_SYSTEM_BUS_ADDRESS", login::bus_beside(home))
            .env("LANG", "C.UTF-8")
            .env_remove("WAYLAND_DISPLAY")
            .stderr(Stdio::null());
        // Without one the app hears what the machine has, which is nothing on most that test.
        let sound = alsa::settings_beside(home);
        if sound.exists() {
            command.env("ALSA_CONFIG_PATH", sound);
        }
        let process = Process::start(command)?;
        let driver = connect(port, app).await?;
        let window = Self {
            name: name.to_owned(),
            app: app.to_owned(),
            display: display.to_owned(),
            driver: Some(driver),
            process,
            size,
            album,
            refusal: RefCell::default(),
        };
        window.resize(size).await?;
        Ok(window)
    }

    /// Whose it is.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its size; pictures change it for a moment only.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Waits for a screen, by its name, and until the focus has come to it: keys that are pressed
    /// before go nowhere.
    pub async fn screen(&self, name: &str) -> Outcome<()> {
        self.screen_within(name, PATIENCE).await
    }

    /// The same with another patience.
    pub async fn screen_within(&self, name: &str, patience: Duration) -> Outcome<()> {
        let at = At::test("screen").attr("data-screen", name);
        self.see_within(&at, patience).await?;
        let script = format!(
            "{FIND} return find(arguments[0]).some(e => e.contains(document.activeElement));"
        );
        // Where a list stays beside what is open, the focus may stay in the list.
        let until = Instant::now() + FOR_THE_FOCUS;
        while Instant::now() < until && self.run(&script, vec![at.to_json()]).await? != json!(true)
        {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(())
    }

    /// Everything at a place now; empty if there is nothing.
    pub async fn look(&self, at: impl Into<At>) -> Outcome<Vec<Seen>> {
        let script = format!(
            "{FIND} return find(arguments[0]).map(e => ({{
                words: words(e),
                attributes: Object.fromEntries([...e.attributes].map(a => [a.name, a.value])),
            }}));"
        );
        let found = self.run(&script, vec![at.into().to_json()]).await?;
        Ok(found
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| Seen {
                words: one
                    .get("words")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned(),
                attributes: one
                    .get("attributes")
                    .and_then(Value::as_object)
                    .cloned()
                    .unwrap_or_default(),
            })
            .collect())
    }

    /// Waits until something is at a place and gives the first.
    pub async fn see(&self, at: impl Into<At>) -> Outcome<Seen> {
        self.see_within(at, PATIENCE).await
    }

    /// The same with another patience.
    pub async fn see_within(&self, at: impl Into<At>, patience: Duration) -> Outcome<Seen> {
        let at = at.into();
        self.wait(&at.to_string(), patience, async || {
            Ok(self.look(&at).await?.into_iter().next())
        })
        .await
    }

    /// Waits until nothing is at a place any more.
    pub async fn see_gone(&self, at: impl Into<At>) -> Outcome<()> {
        let at = at.into();
        self.wait(&format!("{at} to go"), PATIENCE, async || {
            Ok(self.look(&at).await?.is_empty().then_some(()))
        })
        .await
    }

    /// Waits until as many as this are at a place.
    pub async fn see_count(&self, at: impl Into<At>, count: usize) -> Outcome<Vec<Seen>> {
        let at = at.into();
        self.wait(&format!("{count} of {at}"), PATIENCE, async || {
            let seen = self.look(&at).await?;
            Ok((seen.len() == count).then_some(seen))
        })
        .await
    }

    /// Clicks the first at a place, when it is there, stands still and can be clicked.
    pub async fn click(&self, at: impl Into<At>) -> Outcome<()> {
        let at = at.into();
        self.still(&at).await?;
        self.do_with(&format!("clicking {at}"), &at, async |element| {
            element.click().await
        })
        .await
    }

    /// Ends what is on its way from one colour to another: on a busy machine that takes as long as
    /// it likes, and what is looked at is the colour that comes of it.
    pub async fn dressed(&self) -> Outcome<()> {
        let script = "if (!window.still) { window.still = new CSSStyleSheet();
            window.still.replaceSync('*, *::before, *::after { transition: none !important }');
            document.adoptedStyleSheets = [...document.adoptedStyleSheets, window.still]; }";
        self.run(script, Vec::new()).await?;
        tokio::time::sleep(DRESSED).await;
        Ok(())
    }

    /// Waits until the first at a place stands where it stood a moment before, as a hand does that
    /// means to touch it: a click goes to the place where the thing was when it was looked at.
    async fn still(&self, at: &At) -> Outcome<()> {
        let script = format!(
            "{FIND} const e = find(arguments[0])[0]; if (!e) return null;
             const box = e.getBoundingClientRect(); return `${{box.x}} ${{box.y}}`;"
        );
        let mut before = json!(null);
        for _ in 0..STILL_LOOKS {
            let now = self.run(&script, vec![at.to_json()]).await?;
            if now == before && !now.is_null() {
                break;
            }
            before = now;
            tokio::time::sleep(STILL).await;
        }
        // What is not there, or never rests, is for the click to say.
        Ok(())
    }

    /// Types at the end of what a field has.
    pub async fn add(&self, at: impl Into<At>, text: impl Into<TypingData>) -> Outcome<()> {
        self.type_at(at.into(), "end", text.into()).await
    }

    /// Types before what a field has.
    pub async fn add_before(&self, at: impl Into<At>, text: &str) -> Outcome<()> {
        self.put_caret(&at.into(), "start").await?;
        // Typing at an element moves a caret that stands at its start to its end.
        self.press(text).await
    }

    /// Types in place of what a field has.
    pub async fn write(&self, at: impl Into<At>, text: impl Into<TypingData>) -> Outcome<()> {
        self.type_at(at.into(), "all", text.into()).await
    }

    /// Takes out what a field has.
    pub async fn clear(&self, at: impl Into<At>) -> Outcome<()> {
        self.type_at(at.into(), "all", Key::Backspace.into()).await
    }

    /// Types in place of what a field has, and leaves it.
    pub async fn write_and_leave(&self, at: impl Into<At>, text: &str) -> Outcome<()> {
        self.write(at, text + Key::Tab).await
    }

    async fn type_at(&self, at: At, place: &str, text: TypingData) -> Outcome<()> {
        self.put_caret(&at, place).await?;
        let element = self
            .element(&at)
            .await?
            .ok_or_else(|| Failed::Wrong(format!("{}: {at} went away", self.name)))?;
        element
            .send_keys(text)
            .await
            .map_err(|cause| self.refused(cause))
    }

    async fn put_caret(&self, at: &At, place: &str) -> Outcome<()> {
        let script = format!(
            "{FIND} const e = find(arguments[0])[0]; if (!e) return false;
             e.focus();
             if (document.activeElement !== e) return false;
             const [from, to] = {{ start: [0, 0], end: [e.value.length, e.value.length],
                 all: [0, e.value.length] }}[arguments[1]];
             e.setSelectionRange(from, to); return true;"
        );
        self.wait(&format!("the caret in {at}"), PATIENCE, async || {
            let there = self.run(&script, vec![at.to_json(), json!(place)]).await?;
            Ok((there == json!(true)).then_some(()))
        })
        .await
    }

    /// Chooses in a list of choices, by the choice's value.
    pub async fn choose(&self, at: impl Into<At>, value: &str) -> Outcome<()> {
        let at = at.into();
        let css = format!("option[value=\"{value}\"], input[value=\"{value}\"]");
        self.do_with(&format!("choosing {value} in {at}"), &at, async |element| {
            element
                .find(thirtyfour::By::Css(css.as_str()))
                .await?
                .click()
                .await
        })
        .await
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) -> Outcome<()> {
        let driver = self.driver()?;
        driver
            .action_chain()
            .send_keys(keys)
            .perform()
            .await
            .map_err(|cause| self.refused(cause))
    }

    /// Presses a key where the focus is, while Control is held.
    pub async fn press_with_control(&self, key: char) -> Outcome<()> {
        let driver = self.driver()?;
        driver
            .action_chain()
            .key_down(Key::Control)
            .key_down(key)
            .key_up(key)
            .key_up(Key::Control)
            .perform()
            .await
            .map_err(|cause| self.refused(cause))
    }

    /// Waits until a look gives something.
    pub async fn wait<T>(
        &self,
        what: &str,
        patience: Duration,
        look: impl AsyncFn() -> Outcome<Option<T>>,
    ) -> Outcome<T> {
        let until = Instant::now() + patience;
        loop {
            if let Some(seen) = look().await? {
                return Ok(seen);
            }
            if Instant::now() > until {
                return Err(self.waited(what, patience).await);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// A picture in each size; the window has its own size again afterwards.
    pub async fn picture(&self, name: &str) -> Outcome<()> {
        let other = if self.size == TABLET { LAPTOP } else { TABLET };
        for size in [other, self.size] {
            self.resize(size).await?;
            let file = format!("{name}-{}-{}x{}", self.name, size.width, size.height);
            self.photograph(&self.album.next_picture(&file)).await?;
        }
        Ok(())
    }

    /// A picture as it is.
    pub async fn snapshot(&self, name: &str) -> Outcome<()> {
        let script = "return [window.innerWidth, window.innerHeight]";
        let size = self.run(script, Vec::new()).await?;
        let side = |at: usize| size.get(at).cloned().unwrap_or_default();
        let file = format!("{name}-{}-{}x{}", self.name, side(0), side(1));
        self.photograph(&self.album.next_picture(&file)).await
    }

    async fn photograph(&self, path: &Path) -> Outcome<()> {
        self.driver()?
            .screenshot(path)
            .await
            .map_err(|cause| self.refused(cause))
    }

    /// Changes its size and waits until the page has it.
    pub async fn resize(&self, size: Size) -> Outcome<()> {
        self.driver()?
            .set_window_rect(0, 0, size.width, size.height)
            .await
            .map_err(|cause| self.refused(cause))?;
        let script = "return [window.innerWidth, window.innerHeight]";
        let wanted = json!([size.width, size.height]);
        self.wait(&format!("the size {wanted}"), PATIENCE, async || {
            Ok((self.run(script, Vec::new()).await? == wanted).then_some(()))
        })
        .await?;
        // The page lays itself out for the next frame and shows it with the one after; a busy
        // machine needs a moment more until the window has it.
        let two_frames = "const done = arguments[0];
            requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";
        self.driver()?
            .execute_async(two_frames, Vec::new())
            .await
            .map_err(|cause| self.refused(cause))?;
        tokio::time::sleep(Duration::from_millis(250)).await;
        Ok(())
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        self.driver()?
            .execute(script, arguments)
            .await
            .map(|answer| answer.json().clone())
            .map_err(|cause| self.refused(cause))
    }

    /// The app's process.
    pub fn app_process(&self) -> Outcome<u32> {
        process::running(&self.app, self.process.id())
            .ok_or_else(|| Failed::Wrong(format!("{}: the app does not run", self.name)))
    }

    /// Ends the app with SIGKILL, at this moment.
    pub fn kill(mut self) -> Outcome<()> {
        let app = self.app_process()?;
        process::kill(app);
        process::wait_until_gone(app, Duration::from_secs(5))?;
        self.forget();
        Ok(())
    }

    /// Closes the window as a person does.
    pub async fn close(mut self) -> Outcome<()> {
        let app = self.app_process()?;
        close_button::press(&self.display, app)?;
        process::wait_until_gone(app, PATIENCE)?;
        self.forget();
        Ok(())
    }

    fn driver(&self) -> Outcome<&WebDriver> {
        self.driver
            .as_ref()
            .ok_or_else(|| Failed::Wrong(format!("{} is closed", self.name)))
    }

    async fn element(&self, at: &At) -> Outcome<Option<WebElement>> {
        // The driver brings what it clicks to the edge of the page, where something may lie over it.
        let script = format!(
            "{FIND} const e = find(arguments[0])[0] ?? null;
             if (e) e.scrollIntoView({{ block: 'center', behavior: 'instant' }});
             return e;"
        );
        let found = self
            .driver()?
            .execute(script, vec![at.to_json()])
            .await
            .map_err(|cause| self.refused(cause))?;
        if found.json().is_null() {
            return Ok(None);
        }
        found
            .element()
            .map(Some)
            .map_err(|cause| self.refused(cause))
    }

    async fn is_still(&self, at: &At) -> Outcome<bool> {
        let script = format!(
            "{FIND} const e = find(arguments[0])[0]; if (!e) return null;
             const {{ x, y, width, height }} = e.getBoundingClientRect();
             return [x, y, width, height];"
        );
        let before = self.run(&script, vec![at.to_json()]).await?;
        tokio::time::sleep(LOOK_AGAIN).await;
        Ok(before == self.run(&script, vec![at.to_json()]).await?)
    }

    /// Screens draw themselves anew at any time, so what was found may be gone a moment later.
    async fn do_with(
        &self,
        what: &str,
        at: &At,
        act: impl AsyncFn(WebElement) -> Result<(), WebDriverError>,
    ) -> Outcome<()> {
        self.refusal.take();
        self.wait(what, PATIENCE, async || {
            let Some(element) = self.element(at).await? else {
                return Ok(None);
            };
            // What moves away below the pointer is not clicked: nobody would hit it either.
            if !self.is_still(at).await? {
                return Ok(None);
            }
            match act(element).await {
                Ok(()) => {
                    self.refusal.take();
                    Ok(Some(()))
                }
                Err(cause) if passes(&cause) => {
                    self.refusal.replace(format!(" (refused: {cause})"));
                    Ok(None)
                }
                Err(cause) => Err(self.refused(cause)),
            }
        })
        .await
    }

    async fn waited(&self, what: &str, patience: Duration) -> Failed {
        let picture = self.album.next_picture(&format!("failed-{}", self.name));
        let _ = self.photograph(&picture).await;
        let shows = self
            .run("return document.body.innerText", Vec::new())
            .await
            .ok()
            .and_then(|text| text.as_str().map(str::to_owned))
            .unwrap_or_default();
        Failed::Waited {
            window: self.name.clone(),
            what: format!("{what}{}", self.refusal.take()),
            seconds: patience.as_secs(),
            shows: shows
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(700)
                .collect(),
            picture,
        }
    }

    fn refused(&self, cause: WebDriverError) -> Failed {
        Failed::Driver {
            window: self.name.clone(),
            cause: Box::new(cause),
        }
    }

    /// There is nobody left to say goodbye to.
    fn forget(&mut self) {
        if let Some(driver) = self.driver.take() {
            let _ = driver.leak();
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.forget();
    }
}

/// Nothing listens there now; the driver can't be asked to find a port by itself.
fn free_port() -> Outcome<u16> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(Failed::io("a free port"))
}

async fn connect(port: u16, app: &Path) -> Outcome<WebDriver> {
    let mut capabilities = Capabilities::new();
    let refused = |cause: WebDriverError| Failed::Start {
        program: "the app".to_owned(),
        reason: cause.to_string(),
    };
    capabilities
        .set(
            "webkitgtk:browserOptions",
            json!({ "binary": app, "args": [] }),
        )
        .map_err(refused)?;
    // The driver is spoken to in clear, on loopback; but the HTTP client is built with TLS for the
    // device, and wants to be told by what. An error says that it knows already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let until = Instant::now() + START;
    while is_silent(port) {
        if Instant::now() > until {
            return Err(Failed::Start {
                program: "WebKitWebDriver".to_owned(),
                reason: format!("nobody listens at {port}"),
            });
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities)
        .await
        .map_err(refused)
}

fn is_silent(port: u16) -> bool {
    std::net::TcpStream::connect(("127.0.0.1", port)).is_err()
}

/// Refusals that another look can get past.
fn passes(cause: &WebDriverError) -> bool {
    matches!(
        &**cause,
        WebDriverErrorInner::StaleElementReference(_)
            | WebDriverErrorInner::ElementNotInteractable(_)
            | WebDriverErrorInner::ElementClickIntercepted(_)
            | WebDriverErrorInner::NoSuchElement(_)
            | WebDriverErrorInner::MoveTargetOutOfBounds(_)
    )
}
