// A device on PouchDB: a document a household and a document a visit, as apps on CouchDB keep what is added to
// side by side; in one document two people's visits of one day would be a conflict.

import PouchDB from "pouchdb";
import { households, oneMore } from "./caseload.js";
import { answer, obey } from "./talk.js";

/// Documents a request; the library sends 100 where nothing is said.
const BATCH = 500;
const [address, folder, caseload] = process.argv.slice(2);
const local = new PouchDB(`${folder}/device`);
const remote = new PouchDB(`http://${address}/team`);
const options = { batch_size: BATCH, batches_limit: 4 };
let marks = 0;

const household = (number) => `h:${String(number).padStart(6, "0")}`;

await obey({
  async fill() {
    let number = 0;
    for await (const { visits, ...about } of households(caseload)) {
      const docs = visits.map((visit, at) => ({ _id: `v:${number}:${at}`, household: household(number), ...visit }));
      await local.bulkDocs([{ _id: household(number), ...about }, ...docs]);
      number += 1;
    }
    return number;
  },
  async push() {
    await local.replicate.to(remote, options);
  },
  async pull(many, visits) {
    let names = (await local.allDocs({ startkey: "h:", endkey: "h;" })).rows.length;
    if (names >= many) answer("names");
    await local.replicate.from(remote, options).on("change", ({ docs }) => {
      const before = names;
      names += docs.filter((doc) => doc._id.startsWith("h:")).length;
      if (before < many && names >= many) answer("names");
    });
    const { doc_count: count } = await local.info();
    if (count < Number(many) + Number(visits)) throw new Error(`${count} documents came`);
  },
  async mark(first, count) {
    const many = (await local.allDocs({ startkey: "h:", endkey: "h;" })).rows.length;
    const docs = [];
    for (let at = 0; at < count; at += 1) {
      marks += 1;
      const of = household((Number(first) + at) % many);
      docs.push({ _id: `v:${of}:${process.pid}:${marks}`, household: of, ...oneMore() });
    }
    await local.bulkDocs(docs);
  },
  async idle() {
    await local.replicate.to(remote, options);
    await local.replicate.from(remote, options);
  },
  // Each request stands by itself; what node keeps open is not kept for us.
  async leave() {},
});
