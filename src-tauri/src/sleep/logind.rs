//! logind says on the system's bus that the machine is going to sleep, and waits for whoever holds an
//! inhibitor, for a few seconds. It also says that the session is being locked.
//!
//! Where there is no bus or no logind nothing is said to anybody: looking at the clocks remains.

use std::time::Duration;

use futures_util::StreamExt as _;
use tauri::AppHandle;
use zbus::Connection;
use zbus::zvariant::{OwnedFd, OwnedObjectPath};

/// How long until a bus, or a logind, that was not there is looked for again.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

#[zbus::proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1"
)]
trait Manager {
    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::Result<OwnedFd>;
    fn get_session(&self, id: &str) -> zbus::Result<OwnedObjectPath>;
    #[zbus(signal)]
    fn prepare_for_sleep(&self, start: bool) -> zbus::Result<()>;
}

#[zbus::proxy(
    interface = "org.freedesktop.login1.Session",
    default_service = "org.freedesktop.login1"
)]
trait Session {
    #[zbus(signal)]
    fn lock(&self) -> zbus::Result<()>;
}

/// Follows what logind says, for ever.
pub(super) async fn follow(app: AppHandle) {
    loop {
        // Why not is nobody's concern: most containers have no bus, some systems no logind.
        let _ = listen(&app).await;
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Until the bus is gone. What is held is let go of then.
async fn listen(app: &AppHandle) -> zbus::Result<()> {
    let bus = Connection::system().await?;
    let manager = ManagerProxy::new(&bus).await?;
    let mut sleeps = manager.receive_prepare_for_sleep().await?;
    let session = session(&bus, &manager).await.ok();
    let mut locks = match &session {
        Some(session) => session.receive_lock().await?.left_stream(),
        None => futures_util::stream::pending().right_stream(),
    };
    let mut held = hold(&manager).await;
    loop {
        tokio::select! {
            sleep = sleeps.next() => {
                let Some(sleep) = sleep else { return Ok(()) };
                if sleep.args()?.start {
                    super::before(app).await;
                    // Only now may the machine sleep.
                    held = None;
                } else {
                    held = hold(&manager).await;
                }
            }
            Some(_) = locks.next() => super::before(app).await,
            () = tokio::time::sleep(LOOK_AGAIN), if held.is_none() => held = hold(&manager).await,
        }
    }
}

/// What makes the machine wait. Without it the device locks all the same, perhaps a little late.
async fn hold(manager: &ManagerProxy<'_>) -> Option<OwnedFd> {
    let why = "Locks before the machine sleeps";
    manager
        .inhibit("sleep", "Doorstep", why, "delay")
        .await
        .ok()
}

/// The session that the program runs in; where it was started outside of one, that of its person's
/// screen.
async fn session<'a>(
    bus: &Connection,
    manager: &ManagerProxy<'_>,
) -> zbus::Result<SessionProxy<'a>> {
    let path = manager.get_session("auto").await?;
    SessionProxy::builder(bus).path(path)?.build().await
}
