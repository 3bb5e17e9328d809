// A device on automerge-repo: one document a household, and one that lists them all by name, since a repo
// does not say what there is.

import { Repo } from "@automerge/automerge-repo";
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket";
import { NodeFSStorageAdapter } from "@automerge/automerge-repo-storage-nodefs";
import { households, oneMore } from "./caseload.js";
import { answer, obey } from "./talk.js";

const [address, folder, caseload, listed] = process.argv.slice(2);
const repo = new Repo({ storage: new NodeFSStorageAdapter(folder) });
const handles = [];
let list;
let line;

async function connect() {
  if (line) return;
  line = new WebSocketClientAdapter(`ws://${address}`);
  const met = new Promise((resolve) => repo.networkSubsystem.once("peer", resolve));
  repo.networkSubsystem.addNetworkAdapter(line);
  await met;
}

/// Resolves once `holds` does, which is asked for one handle after each of these events.
function until(handle, events, holds) {
  if (holds(handle)) return undefined;
  return new Promise((resolve) => {
    const look = () => {
      if (!holds(handle)) return;
      for (const event of events) handle.off(event, look);
      resolve();
    };
    for (const event of events) handle.on(event, look);
  });
}

/// Finds a document. Where much is asked at once the server says of some that it does not have them yet.
async function found(url) {
  for (;;) {
    try {
      return await repo.find(url);
    } catch (fault) {
      if (!`${fault}`.includes("unavailable")) throw fault;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/// The server has said that it has what is here. Whether that is on its disk it does not say.
function isHeld(handle) {
  const server = repo.getStorageIdOfPeer(repo.peers[0]);
  const there = server && handle.getSyncInfo(server)?.lastHeads;
  return there !== undefined && `${there}` === `${handle.heads()}`;
}

await obey({
  async fill() {
    const names = {};
    for await (const household of households(caseload)) {
      const handle = repo.create(household);
      handles.push(handle);
      names[handle.url] = household.name;
    }
    list = repo.create({ names });
    await repo.flush();
    return list.url;
  },
  async push() {
    await connect();
    // Where others write as well, what the server has may be here only a moment later.
    const events = ["remote-heads", "heads-changed"];
    await Promise.all([...handles, list].map((handle) => until(handle, events, isHeld)));
  },
  async pull(many, visits) {
    await connect();
    list ??= await found(listed);
    await until(list, ["heads-changed"], () => Object.keys(list.doc().names).length >= many);
    answer("names");
    if (handles.length === 0) {
      handles.push(...(await Promise.all(Object.keys(list.doc().names).map(found))));
    }
    const counts = new Map(handles.map((handle) => [handle, 0]));
    let held = 0;
    await new Promise((resolve) => {
      const look = ({ handle }) => {
        const now = handle.doc().visits.length;
        held += now - counts.get(handle);
        counts.set(handle, now);
        if (held >= visits) resolve();
      };
      for (const handle of handles) {
        handle.removeAllListeners("change");
        handle.on("change", look);
        look({ handle });
      }
    });
    await repo.flush();
  },
  async mark(first, count) {
    const changed = [];
    for (let at = 0; at < count; at += 1) {
      const handle = handles[(Number(first) + at) % handles.length];
      handle.change((household) => household.visits.push(oneMore()));
      changed.push(handle.documentId);
    }
    await repo.flush(changed);
  },
  // Nobody asks for news over a line that is open: it comes by itself. So what is counted is silence.
  async idle() {
    await connect();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  },
  async leave() {
    if (line) repo.networkSubsystem.removeNetworkAdapter(line);
    line = undefined;
  },
});
