//! The button that closes a window belongs to the system, so no driver presses it. It sends the
//! window a message; here that message is sent as a window manager sends it (ICCCM 4.2.8.1).

use std::time::Duration;

use x11rb::connection::Connection as _;
use x11rb::errors::{ReplyError, ReplyOrIdError};
use x11rb::protocol::ErrorKind;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, Window as WindowId,
};
use x11rb::rust_connection::RustConnection;

use crate::{Failed, Outcome};

const TRIES: u32 = 50;
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// What can go wrong between here and the display.
type Display<T> = Result<T, Box<dyn std::error::Error>>;

/// Presses the button of a process's windows.
pub(crate) fn press(display: &str, process: u32) -> Outcome<()> {
    let refused = |cause: Box<dyn std::error::Error>| {
        Failed::Wrong(format!("the display {display} refused: {cause}"))
    };
    let (conn, screen) = x11rb::connect(Some(display)).map_err(|cause| refused(cause.into()))?;
    let root = conn
        .setup()
        .roots
        .get(screen)
        .map(|screen| screen.root)
        .ok_or_else(|| Failed::Wrong(format!("the display {display} has no screen")))?;
    for _ in 0..TRIES {
        match press_below(&conn, root, process) {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(cause) if is_of_a_window_that_went(&*cause) => {}
            Err(cause) => return Err(refused(cause)),
        }
        std::thread::sleep(LOOK_AGAIN);
    }
    Err(Failed::Wrong(format!("process {process} shows no window")))
}

/// Windows come and go between the list of them and a look at one.
fn is_of_a_window_that_went(cause: &(dyn std::error::Error + 'static)) -> bool {
    matches!(
        cause.downcast_ref(),
        Some(ReplyError::X11Error(error)) if error.error_kind == ErrorKind::Window
    )
}

fn press_below(conn: &RustConnection, root: WindowId, process: u32) -> Display<bool> {
    let atom = |name: &str| -> Result<Atom, ReplyOrIdError> {
        Ok(conn.intern_atom(false, name.as_bytes())?.reply()?.atom)
    };
    let (pid, protocols) = (atom("_NET_WM_PID")?, atom("WM_PROTOCOLS")?);
    let delete = atom("WM_DELETE_WINDOW")?;
    let values = |window: WindowId, property: Atom, kind: AtomEnum| -> Display<Vec<u32>> {
        let reply = conn.get_property(false, window, property, kind, 0, 64)?;
        Ok(reply.reply()?.value32().into_iter().flatten().collect())
    };
    let mut pressed = false;
    // Without a window manager every window lies right below the root.
    for window in conn.query_tree(root)?.reply()?.children {
        let is_shown = conn.get_window_attributes(window)?.reply()?.map_state
            == x11rb::protocol::xproto::MapState::VIEWABLE;
        if is_shown
            && values(window, pid, AtomEnum::CARDINAL)? == [process]
            && values(window, protocols, AtomEnum::ATOM)?.contains(&delete)
        {
            let data = [delete, x11rb::CURRENT_TIME, 0, 0, 0];
            let message = ClientMessageEvent::new(32, window, protocols, data);
            conn.send_event(false, window, EventMask::NO_EVENT, message)?;
            pressed = true;
        }
    }
    conn.flush()?;
    Ok(pressed)
}
