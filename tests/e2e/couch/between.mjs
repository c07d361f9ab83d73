// A server between a browser and a database, which hands on what it is asked and answers what a spec says: a
// peer that is not what it seems. It keeps what it was asked, with all headers.
import { Agent, createServer, request as ask } from "node:http";
import { atEnd } from "../harness.mjs";

/** Stands before a database at `to`. `change` may be set at any time: it gets each answer before it goes
    out (`{ status, headers, body }`) with the request, and may give another; `before` gets each request, and what it gives
    is the answer without anybody being asked. */
export async function between(to, origin) {
  const agent = new Agent({ keepAlive: true });
  const peer = { heard: [], before: null, change: null, url: "" };
  const cors = {
    "access-control-allow-origin": origin, "access-control-allow-methods": "GET, PUT, POST",
    "access-control-allow-headers": "accept, authorization, content-type", "access-control-expose-headers": "retry-after",
  };
  /** An answer that a page may read. */
  peer.answer = (status, body = "", headers = {}) => ({ status, headers: { ...cors, "content-type": "application/json", ...headers }, body });
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const { method, url: path, headers } = request;
    peer.heard.push({ method, path, headers });
    const send = (answer) => {
      const head = { ...answer.headers };
      delete head["transfer-encoding"];
      head["content-length"] = Buffer.byteLength(answer.body);
      response.writeHead(answer.status, head).end(answer.body);
    };
    const own = peer.before?.({ method, path, headers, body });
    if (own) return send(own);
    const onward = ask(to + path, { method, headers: { ...headers, host: new URL(to).host }, agent }, async (answer) => {
      const parts = [];
      try {
        for await (const part of answer) parts.push(part);
      } catch {
        return response.destroy();
      }
      let given = { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) };
      given = peer.change?.(given, { method, path, body }) ?? given;
      send(given);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    onward.end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  atEnd(() => new Promise((done) => {
    agent.destroy();
    server.close(done);
    server.closeAllConnections();
  }));
  peer.url = `http://127.0.0.1:${server.address().port}`;
  return peer;
}
