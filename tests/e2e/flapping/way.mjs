// The way of one device to the server: a proxy on a port of its own, on which connections are cut, nothing
// gets through for a while, or the sign-in is no longer taken. It also plants faults that no
// server has, which have to be found.
import { createServer, request } from "node:http";
import { once } from "node:events";

const sized = (text, headers) => {
  const body = Buffer.from(text);
  return { body, headers: { ...headers, "content-length": `${body.length}` } };
};

/** One in five of the records that edits are about: those that a planted fault strikes. */
const isMeant = (id) => /^(customer|deal|ticket):/.test(id) && Number.parseInt(id.slice(-2), 16) % 5 === 0;

export class Way {
  /** `mutant` plants a fault: "dropped" or "unseen". */
  constructor({ server, chance, mutant = null }) {
    Object.assign(this, { server, chance, mutant });
    this.isDown = false;
    this.isSignedOut = false;
    /** Of a hundred requests so many are cut. */
    this.cut_percent = 0;
    this.cuts = 0;
    this.planted = 0;
    this.sockets = new Set();
  }

  async open() {
    this.proxy = createServer((asked, answer) => {
      this.answer(asked, answer).catch(() => asked.socket.destroy());
    });
    this.proxy.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
      socket.on("error", () => {});
      if (this.isDown) socket.destroy();
    });
    this.proxy.listen(0, "127.0.0.1");
    await once(this.proxy, "listening");
    this.url = `http://127.0.0.1:${this.proxy.address().port}`;
    return this;
  }

  async close() {
    this.cut();
    await new Promise((done) => this.proxy.close(done));
  }

  /** Cuts whatever is under way. */
  cut() {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Lets nothing through any more, or everything again. */
  setDown(isDown) {
    this.isDown = isDown;
    if (isDown) this.cut();
  }

  /** The sign-in is no longer taken: also not by what is under way. */
  signOut() {
    this.isSignedOut = true;
    this.cut();
  }

  heal() {
    Object.assign(this, { isDown: false, isSignedOut: false, cut_percent: 0 });
  }

  async answer(asked, answer) {
    const parts = [];
    for await (const part of asked) parts.push(part);
    const sent = Buffer.concat(parts);
    const where = this.cut_percent > this.chance.below(100) ? ["before", "after", "within"][this.chance.below(3)] : null;
    if (this.isDown || where === "before") return this.drop(asked);
    if (this.isSignedOut && asked.method !== "OPTIONS") {
      const said = sized('{"error":"unauthorized","reason":"The session is over."}', {
        "content-type": "application/json",
        "access-control-allow-origin": asked.headers.origin ?? "*",
      });
      answer.writeHead(401, said.headers);
      answer.end(said.body);
      return;
    }
    const planted = this.plant(asked, sent);
    let there = await this.forward(asked, planted.body, answer);
    if (where === "after") return this.drop(asked);
    there = planted.change(there);
    answer.writeHead(there.status, there.headers);
    if (where === "within") {
      answer.write(there.body.subarray(0, there.body.length >> 1));
      return this.drop(asked);
    }
    answer.end(there.body);
  }

  drop(asked) {
    this.cuts += 1;
    asked.socket.destroy();
  }

  /** What the server answers. Whoever asked and is gone is no longer waited for. */
  async forward(asked, body, answer) {
    const headers = { ...asked.headers, host: `127.0.0.1:${this.server.port}`, connection: "close" };
    delete headers["accept-encoding"];
    if (body.length > 0) headers["content-length"] = `${body.length}`;
    const passed = request({
      host: "127.0.0.1", port: this.server.port, method: asked.method, path: asked.url, headers, agent: false,
    });
    answer.on("close", () => passed.destroy());
    passed.end(body);
    const [there] = await once(passed, "response");
    const parts = [];
    for await (const part of there) parts.push(part);
    const known = { ...there.headers };
    for (const name of ["transfer-encoding", "connection", "keep-alive"]) delete known[name];
    const whole = Buffer.concat(parts);
    if (known["content-length"] === undefined && asked.method !== "HEAD" && there.statusCode !== 204) {
      known["content-length"] = `${whole.length}`;
    }
    return { status: there.statusCode, headers: known, body: whole };
  }

  /** The planted fault, if this is a request for it: what goes on, and what becomes of the answer. */
  plant({ method, url }, sent) {
    const as = { body: sent, change: (there) => there };
    const changed = (there, value) => ({ status: there.status, ...sized(JSON.stringify(value), there.headers) });
    if (this.mutant === "dropped" && method === "POST" && url.includes("/_bulk_docs")) {
      // Of some records nothing arrives, and it is said to be written.
      const { docs, ...rest } = JSON.parse(sent);
      const lost = docs.filter(({ _id }) => isMeant(_id));
      if (lost.length === 0) return as;
      this.planted += lost.length;
      const rows = lost.map(({ _id, _rev }) => {
        const rev = `${Number.parseInt(_rev ?? "0", 10) + 1}-${"d".repeat(32)}`;
        return { ok: true, id: _id, rev };
      });
      return {
        body: Buffer.from(JSON.stringify({ ...rest, docs: docs.filter(({ _id }) => !isMeant(_id)) })),
        change: (there) => (there.status < 300 ? changed(there, [...JSON.parse(there.body), ...rows]) : there),
      };
    }
    if (this.mutant === "unseen" && url.includes("/_changes")) {
      // The feed goes on past some records, and does not tell of them.
      return {
        body: sent,
        change: (there) => {
          if (there.status !== 200) return there;
          const feed = JSON.parse(there.body);
          const results = feed.results.filter(({ id }) => !isMeant(id));
          this.planted += feed.results.length - results.length;
          return changed(there, { ...feed, results });
        },
      };
    }
    return as;
  }
}
