// Starts the screens. They are one wasm module with its own JavaScript, both built beside this file.
import start from "./doorstep-ui.js";

start().catch((fault) => {
  // Nothing else is on the page yet that could say it.
  const said = document.createElement("p");
  said.className = "starting";
  said.setAttribute("role", "alert");
  said.textContent = "Doorstep could not start. Close it and open it again.";
  document.body.append(said);
  console.error(fault);
});
