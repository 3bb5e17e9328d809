//! The one way to the device: calls and their replies as JSON, and the event that something is
//! stale. In the app the window's shell carries them.

use doorstep_model::call::Call;
use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode};
use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Asks the device.
pub(crate) async fn ask<C: Call>(call: C) -> Result<C::Reply, Problem> {
    let body = serde_json::to_string(&call).map_err(|error| unexpected(&error))?;
    let arguments = Object::new();
    put(&arguments, "name", &C::NAME.into())?;
    put(&arguments, "body", &body.into())?;
    let reply = invoke("call", &arguments).await?;
    let text = reply
        .as_string()
        .ok_or_else(|| unexpected(&"the reply is no text"))?;
    serde_json::from_str(&text).map_err(|error| unexpected(&error))
}

/// Calls `then` with what became stale, from now on.
pub(crate) async fn listen(then: impl Fn(Vec<Stale>) + 'static) -> Result<(), Problem> {
    let told = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let payload = Reflect::get(&event, &"payload".into()).unwrap_or(JsValue::NULL);
        let text = payload
            .as_string()
            .or_else(|| JSON::stringify(&payload).ok().and_then(|t| t.as_string()));
        if let Some(stale) = text.and_then(|text| serde_json::from_str(&text).ok()) {
            then(stale);
        }
    });
    let internals = internals()?;
    let register = function(&internals, "transformCallback")?;
    let callback = register
        .call1(&internals, told.as_ref())
        .map_err(|error| refused(&error))?;
    // It listens as long as the window lives.
    told.forget();
    let target = Object::new();
    put(&target, "kind", &"Any".into())?;
    let arguments = Object::new();
    put(&arguments, "event", &"stale".into())?;
    put(&arguments, "target", &target)?;
    put(&arguments, "handler", &callback)?;
    invoke("plugin:event|listen", &arguments).await.map(|_| ())
}

async fn invoke(command: &str, arguments: &Object) -> Result<JsValue, Problem> {
    let internals = internals()?;
    let promise = function(&internals, "invoke")?
        .apply(&internals, &Array::of2(&command.into(), arguments))
        .map_err(|error| refused(&error))?;
    JsFuture::from(Promise::resolve(&promise))
        .await
        .map_err(|error| refused(&error))
}

fn internals() -> Result<JsValue, Problem> {
    let window = web_sys::window().ok_or_else(|| unexpected(&"no window"))?;
    Reflect::get(&window, &"__TAURI_INTERNALS__".into())
        .ok()
        .filter(JsValue::is_object)
        .ok_or_else(|| unexpected(&"no device behind this window"))
}

fn function(object: &JsValue, name: &str) -> Result<Function, Problem> {
    Reflect::get(object, &name.into())
        .ok()
        .and_then(|found| found.dyn_into().ok())
        .ok_or_else(|| unexpected(&name))
}

fn put(object: &Object, key: &str, value: &JsValue) -> Result<(), Problem> {
    Reflect::set(object, &key.into(), value)
        .map(|_| ())
        .map_err(|error| refused(&error))
}

/// What the device said no with; anything else is a program error.
fn refused(error: &JsValue) -> Problem {
    let text = error
        .as_string()
        .or_else(|| JSON::stringify(error).ok().and_then(|t| t.as_string()))
        .unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_else(|_| unexpected(&text))
}

fn unexpected(what: &dyn std::fmt::Display) -> Problem {
    Problem::with(ProblemCode::Unexpected, what)
}
