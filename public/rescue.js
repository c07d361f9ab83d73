// The rescue page's script: plain, no program needed. It writes every store of Satchel's databases
// of this origin, as they are, into one JSON file. Bytes are base64 under "$bytes", dates under
// "$date", big integers under "$int", files under "$file". What cannot be read is named, and the
// rest goes on.
"use strict";

const found = document.getElementById("found");
const outcome = document.getElementById("outcome");

const settle = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

async function plain(value) {
  if (typeof value === "bigint") return { $int: String(value) };
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof ArrayBuffer) return { $bytes: base64(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) {
    return { $bytes: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
  }
  if (value instanceof Blob) {
    return { $file: base64(new Uint8Array(await value.arrayBuffer())), type: value.type };
  }
  if (value instanceof Map) return { $map: await plain([...value]) };
  if (value instanceof Set) return { $set: await plain([...value]) };
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  const copy = Object.create(null);
  for (const [key, part] of Object.entries(value)) copy[key] = await plain(part);
  return copy;
}

function say(text) {
  const line = document.createElement("li");
  line.textContent = text;
  found.append(line);
}

// One entry at a time, so that one damaged value does not take its neighbours with it.
async function readStore(db, name) {
  const store = () => db.transaction(name).objectStore(name);
  const entries = [];
  const unreadable = [];
  for (const key of await settle(store().getAllKeys())) {
    try {
      entries.push([await plain(key), await plain(await settle(store().get(key)))]);
    } catch (error) {
      unreadable.push([await plain(key), String(error)]);
    }
  }
  return { entries, unreadable };
}

function open(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    // Opening must never create: a database that is gone stays gone.
    request.onupgradeneeded = () => request.transaction.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("in use"));
  });
}

// Every Satchel of this origin, whatever its base path: better one too many than one left out.
async function rescue() {
  // But for what signs in at servers: the key to it cannot be saved, and a file is no place for it.
  const isRecords = ({ name }) => /satchel/i.test(name) && !name.endsWith("#keys");
  const databases = (await indexedDB.databases()).filter(isRecords);
  const parts = ['{"format":"satchel-rescue","version":1,"origin":', JSON.stringify(location.origin),
    ',"saved_at":', JSON.stringify(new Date().toISOString()), ',"databases":{'];
  let comma = "";
  for (const { name, version } of databases) {
    const stores = {};
    let problem = null;
    try {
      const db = await open(name);
      for (const store of db.objectStoreNames) {
        stores[store] = await readStore(db, store);
        const { entries, unreadable } = stores[store];
        say(`${name} · ${store}: ${entries.length}${unreadable.length ? ` (− ${unreadable.length})` : ""}`);
      }
      db.close();
    } catch (error) {
      problem = String(error);
      say(`${name}: ${problem}`);
    }
    parts.push(comma, JSON.stringify(name), ":", JSON.stringify({ version, problem, stores }));
    comma = ",";
  }
  parts.push("}}");
  return { count: databases.length, file: new Blob(parts, { type: "application/json" }) };
}

document.getElementById("save").addEventListener("click", async (event) => {
  event.target.disabled = true;
  found.replaceChildren();
  outcome.textContent = "…";
  try {
    const { count, file } = await rescue();
    if (count === 0) {
      outcome.textContent = "Satchel has stored nothing in this browser. · Satchel 在此浏览器中没有保存任何内容。";
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `satchel-rescue-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    outcome.textContent = `${link.download} · ${(file.size / 1e6).toFixed(1)} MB`;
  } catch (error) {
    outcome.textContent = String(error);
  } finally {
    event.target.disabled = false;
  }
});
