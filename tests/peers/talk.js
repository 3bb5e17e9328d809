// A peer is two programs: a server, and a client for each device. The benchmark starts them, writes a verb
// a line to a client, and reads answers a line. It holds the watch; nothing is timed here.

import { createInterface } from "node:readline";

/// One answer.
export function answer(...words) {
  process.stdout.write(`${words.join(" ")}\n`);
}

/// Carries out verbs one after the other, and says which is done. What goes wrong ends the program, which the
/// benchmark notices.
export async function obey(verbs) {
  answer("ready");
  for await (const line of createInterface({ input: process.stdin })) {
    const [verb, ...words] = line.trim().split(" ");
    const said = await verbs[verb](...words);
    answer("done", said ?? "");
  }
  process.exit(0);
}
