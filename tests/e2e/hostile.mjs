// What a database may hold that means harm: documents of every kind with text in every field that is code
// to whatever takes it for more than text, and eyes that see whether anything of it came to life. Which
// screens are looked at, and how the documents come there, is the specs' matter.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { atEnd } from "./harness.mjs";
import { NAUGHTY } from "./naughty.mjs";

const SCHEMAS = JSON.parse(await readFile(resolve(import.meta.dirname, "../../public/openapi.json"), "utf8"))
  .components.schemas;

/** Code as it is put into names: elements, attributes, styles, templates, and what ends them early. */
const code = (evil) => [
  "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "\"><script>alert(1)</script>", "'><script>alert(1)</script>",
  "<script\u0000>alert(1)</script>", `<script src=${evil}/s></script>`, "</script><script>alert(1)</script>", "<scr<script>ipt>alert(1)</script>",
  "<img src=x onerror=alert(1)>", "<img/src='x'/onerror=alert(1)>", `<img src=${evil}/i>`, "\" onerror=alert(1) src=x \"",
  `<img srcset="${evil}/i 1x">`, "<svg onload=alert(1)>", "<svg><script>alert(1)</script>", "<svg><animate onbegin=alert(1)>",
  "<svg><a xlink:href=javascript:alert(1)>x</a>", `<svg><use href=${evil}/u#x>`, "<math><mi xlink:href=javascript:alert(1)>",
  "<body onload=alert(1)>", "<iframe src=javascript:alert(1)>", `<iframe src=${evil}/f>`, "<iframe srcdoc='<script>alert(1)</script>'>",
  "<object data=javascript:alert(1)>", `<embed src=${evil}/e>`, `<base href=${evil}/>`, `<link rel=stylesheet href=${evil}/l>`,
  `<meta http-equiv=refresh content="0;url=${evil}/m">`, `<style>@import '${evil}/y';</style>`, `<form action=${evil}/o><input autofocus onfocus=alert(1)>`,
  "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)>", "<marquee onstart=alert(1)>", "<a href=javascript:alert(1)>x</a>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<template><img src=x onerror=alert(1)></template>",
  "<!--><img src=x onerror=alert(1)>-->", "<![CDATA[<img src=x onerror=alert(1)>]]>", "&lt;img src=x onerror=alert(1)&gt;",
  "\\u003cimg src=x onerror=alert(1)\\u003e", "\"-alert(1)-\"", "';alert(1)//", "`${alert(1)}`", "{{constructor.constructor('alert(1)')()}}",
  `red;background:url(${evil}/c)`, `url(${evil}/c)`, "expression(alert(1))", `red}body{background:url(${evil}/b)}`, "var(--x);}*{display:none}",
];

/** Addresses that are more than addresses, and some that only look like others. */
const addresses = (evil) => [
  "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\u0001javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
  "javascript\u0000:alert(1)", "javascript&colon;alert(1)", "javascript%3Aalert(1)", "&#106;avascript:alert(1)", "javascript://x.example/%0aalert(1)",
  "\u202ejavascript:alert(1)", "ｊavascript:alert(1)", "data:text/html,<script>alert(1)</script>", "DATA:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
  "data:image/svg+xml,<svg onload=alert(1)>", "vbscript:msgbox(1)", "VBScript:msgbox(1)", "file:///etc/passwd", "file://x.example/share", "blob:x",
  "filesystem:x", "view-source:javascript:alert(1)", "intent://x#Intent;scheme=x;end", "ms-word:ofe|u|x", "//x.example/a", "\\\\x.example\\a",
  "/\\x.example", "http:/x.example", "https:x.example", "http://ann:secret@x.example", "https://x.example@y.example", `${evil}/link`, "https://xn--80ak6aa92e.com",
  "https://аpple.example", "https://x.example/\u202egpj.exe", "https://x.example\u2024evil.example", "http://0x7f.1/", "https://x.example/\"onclick=alert(1)",
  "https://x.example/<script>alert(1)</script>", "mailto:a@x.example?bcc=b@y.example&body=x", "tel:*#06#", "sms:1?body=x", "jar:x!/", "about:blank", "chrome://settings",
];

/** A server that nothing may ever ask. */
export async function bait() {
  const heard = [];
  const server = createServer((request, response) => {
    heard.push({ path: request.url, headers: request.headers });
    response.writeHead(200, { "access-control-allow-origin": "*", "access-control-allow-headers": "*" }).end("{}");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  atEnd(() => new Promise((done) => { server.close(done); server.closeAllConnections(); }));
  return { url: `http://127.0.0.1:${server.address().port}`, heard };
}

const kindOf = (schema) => schema.replace(/(?!^)([A-Z])/g, "-$1").toLowerCase();

/** The kinds of records that a database can hold, by their schemas. */
export const KINDS = Object.keys(SCHEMAS).filter((name) => SCHEMAS[`${name}Input`] && SCHEMAS[name].properties.id)
  .map((name) => [kindOf(name), SCHEMAS[name].properties, SCHEMAS[`${name}Input`].properties]);

/** The id of the nth record of a kind. */
export const idOf = (kind, n) => `${kind}:0192f0a7-b000-7000-8000-${n.toString(16).padStart(12, "0")}`;

const ON_THE_WAY = new Set(["closed_at", "resolved_at", "done_at", "deleted_at", "paused_since", "parent", "reports_to"]);
const TYPES = ["text", "long", "number", "url", "email", "phone", "choice", "multi", "date", "formula"];
const OBJECTS = ["customer", "deal", "product", "owner", "transaction", "activity", "ticket", "campaign", "need"];

/** So many payloads stand in one text, where they fit. */
const IN_ONE = 5;

/** Makes documents whose every text is made of the payloads, so that each field has each of them that fits; what
    becomes an address begins with one of `addresses`. */
export class Documents {
  constructor(payloads, addresses) {
    this.payloads = payloads;
    this.addresses = addresses;
    /** So many documents of each kind have them all. */
    this.count = Math.ceil(payloads.length / IN_ONE);
    /** The fields, by the number in the marks of their values. */
    this.fields = [];
    this.stages = 12;
  }

  /** Payloads for a field, each with a mark by which it is known again where it is shown. */
  text(path, n, longest = 255) {
    let field = this.fields.indexOf(path);
    if (field < 0) field = this.fields.push(path) - 1;
    const { payloads, addresses } = this;
    const marked = (at) => `${payloads[at]} ~${field.toString(36)}-${at.toString(36)}~`;
    const value = [];
    const add = (at) => {
      if ([...value.join(" "), ...marked(at)].length >= longest) return false;
      return value.push(marked(at));
    };
    if (/website|email|e164|domain|url|value$/.test(path)) add(payloads.indexOf(addresses[n % addresses.length]));
    const from = n * IN_ONE + field * 7;
    for (let more = 0; value.length < IN_ONE && more < IN_ONE; more += 1) add((from + more) % payloads.length);
    // All of these are too long for it.
    for (let more = 0; value.length === 0; more += 1) add((from + more) % payloads.length);
    return value.join(" ");
  }

  value(path, schema, n) {
    if (schema.anyOf) return this.value(path, schema.anyOf.find((one) => one.type !== "null"), n);
    const now = new Date().toISOString();
    const ref = /^\^\(([a-z|-]+)\)/.exec(schema.pattern)?.[1].split("|");
    if (ref) return idOf(ref[0], n);
    if (schema.$ref?.includes("Money")) return { minor: 12345 + n, currency: "EUR" };
    if (schema.enum) return schema.enum[n % schema.enum.length];
    if (schema.format === "date") return now.slice(0, 10);
    if (schema.format === "date-time") return now.replace(/\.\d+/, "");
    if (schema.format === "email" && n % 2) return "a?bcc=b&body=x%0d%0a@x.example";
    if (schema.type === "number") return 5;
    if (schema.type === "boolean") return !/opt_out|do_not_call|required|default/.test(path);
    if (schema.type === "array" && schema.items.properties) {
      const part = (element) => Object.fromEntries(Object.entries(schema.items.properties)
        .filter(([name]) => name !== "id").map(([name, of]) => [name, this.value(`${path}.${name}`, of, element)]));
      return { a: part(n), [this.text(`${path} (its key)`, n, 120)]: part(n + 1) };
    }
    if (schema.type === "array") return { [this.text(path, n, 60)]: true, [this.text(path, n + 1, 60)]: true };
    if (schema.properties) {
      return Object.fromEntries(Object.entries(schema.properties).map(([name, of]) => [name, this.value(`${path}.${name}`, of, n)]));
    }
    // A dot would part the key of a field of one's own from one of its choices.
    if (schema.additionalProperties) return { [`k${this.text(`${path} (its key)`, n, 60).replaceAll(".", "")}`]: this.text(path, n, 255), s: this.text(path, n + 3, 255) };
    return this.text(path, n, schema.maxLength ?? 255);
  }

  /** The nth document of a kind. */
  document([kind, known, properties], n) {
    const document = { _id: idOf(kind, n) };
    for (const name of Object.keys(properties)) {
      if (ON_THE_WAY.has(name) || ["id", "created_at"].includes(name)) continue;
      document[name] = this.value(`${kind}.${name}`, known[name] ?? properties[name], n);
    }
    if (known.custom) {
      for (let at = OBJECTS.indexOf(kind); at >= 0 && at < this.count; at += OBJECTS.length) {
        document.custom[`f${at}`] = this.text(`${kind}.custom.*`, n + at);
      }
    }
    if (kind === "custom-field") {
      const [type, object] = [TYPES[n % TYPES.length], OBJECTS[n % OBJECTS.length]];
      Object.assign(document, { type, object, key: n % 5 ? `f${n}` : this.text("custom-field.key", n, 60), required: n % 7 === 0 });
      if (type !== "formula") delete document.formula;
    }
    if (kind === "pipeline") {
      document.default = n === 0;
      document.stages = {};
      for (let at = 0; at < (n ? 2 : this.stages); at += 1) {
        const words = Object.fromEntries(["name", "color"].map((name) => [name, this.text(`pipeline.stages.${name}`, n + at, 60)]));
        document.stages[`s${at}`] = { ...words, category: "open", order: at, probability: 5 + at };
      }
    }
    if (kind === "deal") Object.assign(document, { pipeline: idOf("pipeline", 0), stage: `s${n % this.stages}` });
    if (kind === "customer") document.segments = { [idOf("segment", n).slice(8)]: true, ...document.segments };
    if (kind === "segment") document.kind = n % 2 ? "static" : "dynamic";
    // What is in the trash is shown there.
    if (n % 12 === 11) document.deleted_at = "2026-11-29T08:00:00Z";
    return document;
  }

  /** All documents, as many of each kind. */
  all() {
    return KINDS.flatMap((kind) => Array.from({ length: this.count }, (_, n) => this.document(kind, n)));
  }
}

/** Watches a page, before it loads anything, for whatever came to life. */
export async function watch(page, { allowed }) {
  const seen = { dialogs: [], requests: [], violations: [], errors: [], titles: [] };
  page.on("dialog", (dialog) => { seen.dialogs.push(dialog.message()); dialog.dismiss().catch(() => {}); });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("crash", () => seen.errors.push("the page crashed"));
  page.context().on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (["http:", "https:", "ws:"].includes(protocol) && !allowed.includes(origin)) seen.requests.push(request.url());
  });
  await page.exposeFunction("violated", (what) => { seen.violations.push(what); });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      globalThis.violated(`${violatedDirective} ${blockedURI}`));
  });
  return seen;
}

/** The marks of payloads in a text. */
export const marksIn = (text) => new Set([...text.matchAll(/~([0-9a-z]+-[0-9a-z]+)~/g)].map(([, mark]) => mark));

/** All payloads, and those that are addresses. */
export function payloads(evil) {
  return [[...new Set([...code(evil), ...addresses(evil), ...NAUGHTY])], addresses(evil)];
}

/** What stands in the page: the marks of payloads that are shown, and whatever is more than text. Runs in the page. */
export function look() {
  const found = { marks: [], alive: [], links: 0, polluted: ({}).polluted };
  const own = document.documentElement.outerHTML.length > 0 && document.baseURI;
  const schemes = ["http:", "https:", "mailto:", "tel:", "sms:"];
  const marks = new Set();
  const read = (text) => { for (const [, mark] of text.matchAll(/~([0-9a-z]+-[0-9a-z]+)~/g)) marks.add(mark); };
  const alive = (element, why) => found.alive.push(`${why}: ${element.outerHTML.slice(0, 160)}`);
  for (const element of document.querySelectorAll("*")) {
    if (element.matches("iframe, frame, object, embed, base, applet, marquee, math, portal, foreignObject, animate, set, meta[http-equiv=refresh], body style, body link, body script:not([type])")) {
      alive(element, "an element");
    }
    for (const { name, value } of element.attributes) {
      read(value);
      if (name.startsWith("on") || name === "srcdoc" || name === "ping") alive(element, "a handler");
      if (name === "style" && /url\(|expression|@import/i.test(value)) alive(element, "a style");
      if (!/^(xlink:)?href$|^action$|^formaction$|^src$|^srcset$|^data$|^poster$|^background$/.test(name)) continue;
      const is_link = /href|action/.test(name);
      if (is_link) found.links += 1;
      let address;
      try {
        address = new URL(value, own);
      } catch {
        continue;
      }
      const { protocol, origin, search } = address;
      if (element.localName === "link" || element.localName === "script") continue;
      if (is_link && !schemes.includes(protocol)) alive(element, "a scheme");
      else if (is_link && protocol === "mailto:" && search) alive(element, "a letter with more than an address");
      else if (is_link && protocol.startsWith("http") && origin !== location.origin) {
        const rel = (element.getAttribute("rel") ?? "").split(/\s+/);
        if (!["noopener", "noreferrer", "nofollow"].every((word) => rel.includes(word))) alive(element, "a link without rel");
      } else if (!is_link && !["data:", "blob:"].includes(protocol) && origin !== location.origin) alive(element, "a source");
    }
    if ("value" in element && typeof element.value === "string") read(element.value);
  }
  read(document.body.textContent);
  read(document.title);
  if (document.title === "run") found.alive.push("the title was changed");
  found.marks = [...marks];
  return found;
}
