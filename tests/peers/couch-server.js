// express-pouchdb as PouchDB's guide sets it up, with no more of CouchDB's interface than PouchDB itself needs.

import express from "express";
import expressPouchDB from "express-pouchdb";
import PouchDB from "pouchdb";
import { answer } from "./talk.js";

const [folder] = process.argv.slice(2);
const app = express();
const Kept = PouchDB.defaults({ prefix: `${folder}/` });
app.use("/", expressPouchDB(Kept, { mode: "minimumForPouchDB", inMemoryConfig: true, logPath: `${folder}/log.txt` }));
const server = app.listen(0, "127.0.0.1", () => answer("listening", server.address().port));
