// Whatever the screens ask of the program passes through here first, in a frame that nothing of the screens
// can reach into. What is not one of these does not pass.
const EVENTS = new Set(["plugin:event|listen", "plugin:event|unlisten"]);
const NAME = /^[A-Z][A-Za-z]{1,40}$/;

function isCall(asked) {
  const keys = asked === null || typeof asked !== "object" ? [] : Object.keys(asked).sort();
  return (
    keys.join() === "body,name" &&
    typeof asked.body === "string" &&
    typeof asked.name === "string" &&
    NAME.test(asked.name)
  );
}

function isEvent(asked) {
  return asked !== null && typeof asked === "object" && asked.event === "stale";
}

window.__TAURI_ISOLATION_HOOK__ = (message) => {
  const passes =
    (message.cmd === "call" && isCall(message.payload)) ||
    (EVENTS.has(message.cmd) && isEvent(message.payload));
  if (!passes) {
    throw new Error("This is nothing that the screens ask.");
  }
  return message;
};
