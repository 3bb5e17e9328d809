// The caseload that the benchmark wrote: one household a line, the same for every peer and for Doorstep.

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/// The households of a file, in their order.
export async function* households(file) {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    yield JSON.parse(line);
  }
}

/// One more visit, as long as a worker's short note.
export function oneMore() {
  return {
    date: "2026-11-20",
    done: true,
    notes: "noted",
    strengths: [{ what: "one more" }],
    actions: [{ what: "ask again", done_by: "person" }],
  };
}
