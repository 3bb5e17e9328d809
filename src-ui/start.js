// Starts the screens. They are one wasm module with its own JavaScript, both built beside this file.
import start from "./doorstep-ui.js";

// On a busy machine the module is now and then not handed over at the first try.
const TRIES = 3;
const PAUSE_MS = 500;

function say(fault) {
  // Nothing else is on the page yet that could say it.
  const said = document.createElement("p");
  said.className = "starting";
  said.setAttribute("role", "alert");
  said.textContent = "Doorstep could not start. Close it and open it again.";
  document.body.append(said);
  console.error(fault);
}

async function begin() {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await start();
    } catch (fault) {
      // What the module itself gave up on, it would give up on again.
      if (left === 0 || fault instanceof WebAssembly.RuntimeError) {
        return say(fault);
      }
      console.warn(fault);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

begin();
