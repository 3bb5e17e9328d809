// What @automerge/automerge-repo-sync-server does, with the newest version of the library: every document that
// comes in through a WebSocket is kept in files; nobody is told of a document they did not ask for.

import { Repo } from "@automerge/automerge-repo";
import { WebSocketServerAdapter } from "@automerge/automerge-repo-network-websocket";
import { NodeFSStorageAdapter } from "@automerge/automerge-repo-storage-nodefs";
import { WebSocketServer } from "ws";
import { answer } from "./talk.js";

const [folder] = process.argv.slice(2);
const sockets = new WebSocketServer({ host: "127.0.0.1", port: 0 });
sockets.on("listening", () => answer("listening", sockets.address().port));
new Repo({
  network: [new WebSocketServerAdapter(sockets)],
  storage: new NodeFSStorageAdapter(folder),
  sharePolicy: async () => false,
});
