// Satchel's relay of sync: the one place from which a request leaves for another origin. The page
// may not do that itself (its policy says `connect-src 'self'`), and this worker sends only to the
// one origin that it was given first. It knows nothing of records: what is asked, and what an answer
// means, is the page's matter. `src/browser/line.rs` is the other side.
//
//   {confirm: address, authorization}   once, before anything else
//   {id, method, address, body, silent_ms, whole_ms, bytes_max}, the body as bytes or null
//       → {id, status, body, retryAfter}, or {id, failure}: "network" | "timeout" | "redirected"
//         | "tooLarge" | "refused"
//   {id, probe: true, whole_ms}         → {id, isThere}: whether anything answers there
//   {cancel: id}                        nobody waits any more, and nothing is answered
"use strict";

let origin = null;
let authorization = null;
const running = new Map();

// The second to say where to send is not heard: whoever gets hold of the worker later must not
// take what signs in here elsewhere.
function confirm(data) {
  if (origin !== null) return;
  const { protocol, origin: named } = new URL(data.confirm);
  if (protocol !== "https:" && protocol !== "http:") throw new TypeError("not an address of a server");
  origin = named;
  authorization = data.authorization ?? null;
}

function isConfirmed(address) {
  try {
    return origin !== null && new URL(address).origin === origin;
  } catch {
    return false;
  }
}

// What every request has in common: nothing of the browser's own goes along.
const BARE = { credentials: "omit", referrerPolicy: "no-referrer" };

// Nothing is kept of an answer. Those to POST no browser keeps; asked for past its cache, it would also ask
// the server anew whether it may ask, each time.
const kept = (method) => (method === "POST" ? "default" : "no-store");

// In how many seconds to ask again: a number, or a date of the server's.
function retryAfter(headers) {
  const said = headers.get("Retry-After");
  if (said === null) return null;
  const seconds = /^\s*\d+\s*$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

// The bytes of an answer as they come, but not more than `bytes_max`: what was compressed counts as
// large as it is. What says beforehand that it is larger is not fetched at all.
async function read(response, bytes_max, heard, stop) {
  const parts = [];
  let length = Number(response.headers.get("Content-Length") ?? 0) > bytes_max ? Infinity : 0;
  const reader = response.body?.getReader();
  while (reader && length <= bytes_max) {
    const { done, value } = await reader.read();
    if (done) break;
    heard();
    length += value.byteLength;
    parts.push(value);
  }
  if (length > bytes_max) {
    parts.forEach(free);
    stop("tooLarge");
    throw new Error("too large");
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
    free(part);
  }
  return whole;
}

// Gives the memory of some bytes back now, where the browser can, and not when it next looks for what nobody
// needs: for megabytes that come again and again it looks too late.
const free = (bytes) => bytes.buffer.transfer?.(0);

async function relay({ id, method, address, body, silent_ms, whole_ms, bytes_max }) {
  if (!isConfirmed(address)) return postMessage({ id, failure: "refused" });
  const control = new AbortController();
  let failure = "network";
  const stop = (why) => {
    failure = why;
    control.abort();
  };
  let silence;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(stop, silent_ms, "timeout");
  };
  const whole = setTimeout(stop, whole_ms, "timeout");
  running.set(id, control);
  heard();
  const headers = { Accept: "application/json" };
  if (authorization !== null) headers.Authorization = authorization;
  if (body) headers["Content-Type"] = "application/json";
  let answer;
  try {
    const request = { ...BARE, cache: kept(method), method, headers, mode: "cors", signal: control.signal };
    if (body) request.body = body;
    // Never followed, as with "error"; but only so does the browser say that it was one.
    const response = await fetch(address, { ...request, redirect: "manual" });
    if (response.type === "opaqueredirect") {
      stop("redirected");
      throw new Error("redirected");
    }
    heard();
    answer = {
      id,
      status: response.status,
      body: await read(response, bytes_max, heard, stop),
      retryAfter: retryAfter(response.headers),
    };
  } catch {
    // What the browser says of it names the address; the page needs the kind alone.
    answer = { id, failure };
  } finally {
    clearTimeout(silence);
    clearTimeout(whole);
  }
  // What was called off is not waited for.
  if (running.delete(id)) postMessage(answer, answer.body ? [answer.body.buffer] : []);
}

// A server that allows no other origin still answers this, which cannot be read: it is there. No
// mode but this one asks nothing of the server, and it has to follow redirects; nothing that signs
// in goes along.
async function probe({ id, whole_ms }) {
  const control = new AbortController();
  const whole = setTimeout(() => control.abort(), whole_ms);
  running.set(id, control);
  let isThere = false;
  if (origin !== null) {
    const request = { ...BARE, cache: "no-store", mode: "no-cors", signal: control.signal };
    isThere = await fetch(`${origin}/`, request).then(() => true, () => false);
  }
  clearTimeout(whole);
  if (running.delete(id)) postMessage({ id, isThere });
}

function cancel(id) {
  const control = running.get(id);
  running.delete(id);
  control?.abort();
}

addEventListener("message", ({ data }) => {
  if (data.confirm !== undefined) confirm(data);
  else if (data.cancel !== undefined) cancel(data.cancel);
  else if (data.probe) probe(data);
  else relay(data);
});
