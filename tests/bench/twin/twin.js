// The three things that are measured, by the browser's own means and nothing else: a list that is
// searched, a board whose cards are carried, a record that opens. What it draws has as many cells,
// cards and facts as the screens have; the address says what is shown, as theirs does.

import { customer } from "./data.js";

const ROWS = 40;
const CARDS = 20;
const LANES = ["New", "Qualified", "Value proposed", "Proposal", "Negotiation"];
const main = document.querySelector("main");
const search = document.querySelector("input");
const count = document.querySelector("#count");
let customers = [];
let texts = [];
let lanes = [];

const text = (row) => [row.name, row.company, row.email, row.phone, row.country, row.tags.join(" "), row.notes].join("\n").toLowerCase();
const cell = (value) => `<td>${value}</td>`;

function list() {
  const sought = search.value.toLowerCase();
  history.replaceState(null, "", `?q=${encodeURIComponent(sought)}`);
  const found = [];
  let all = 0;
  for (let at = 0; at < texts.length; at++) {
    if (!texts[at].includes(sought)) continue;
    all += 1;
    if (found.length < ROWS) found.push(customers[at]);
  }
  count.textContent = `${all}`;
  const rows = found.map((row) => `<tr>${[`<a href="#${row.id}">${row.name}</a>`, row.company, row.email, row.phone, row.country, row.stage, row.tags.join(", "), new Date(row.created).toDateString()].map(cell).join("")}</tr>`);
  main.innerHTML = `<table>${rows.join("")}</table>`;
}

function laneOf(at) {
  const cards = lanes[at].slice(0, CARDS).map((card) => `<div class="card" data-card="${card}"><b>Deal ${card}</b><div>${customers[card].company}</div><div>€${card % 9000}</div></div>`);
  return `<h2>${LANES[at]} ${lanes[at].length}</h2>${cards.join("")}`;
}

function board() {
  main.innerHTML = `<div id="board">${LANES.map((_, at) => `<section class="lane" data-lane="${at}">${laneOf(at)}</section>`).join("")}</div>`;
  let held = null;
  main.onpointerdown = (event) => {
    const card = event.target.closest(".card");
    if (card) held = { card, x: event.clientX, y: event.clientY };
  };
  main.onpointermove = (event) => {
    if (!held) return;
    held.card.style.transform = `translate(${event.clientX - held.x}px, ${event.clientY - held.y}px)`;
    held.card.style.pointerEvents = "none";
  };
  main.onpointerup = (event) => {
    if (!held) return;
    const card = Number(held.card.dataset.card);
    const from = Number(held.card.closest(".lane").dataset.lane);
    const to = Number(document.elementFromPoint(event.clientX, event.clientY)?.closest(".lane")?.dataset.lane ?? from);
    held = null;
    lanes[from].splice(lanes[from].indexOf(card), 1);
    lanes[to].unshift(card);
    for (const at of new Set([from, to])) main.querySelector(`[data-lane="${at}"]`).innerHTML = laneOf(at);
  };
}

function record(id) {
  const row = customers.find((row) => row.id === id);
  const facts = Array.from({ length: 30 }, (_, at) => `<div class="fact"><span>Fact ${at}</span><button>${row.company}</button></div>`);
  const entries = Array.from({ length: 12 }, (_, at) => `<article><b>Call</b> <time>${at} Nov</time><p>${row.notes}</p></article>`);
  main.innerHTML = `<h1>${row.name}</h1><div>${facts.join("")}</div><div role="feed">${entries.join("")}</div>`;
}

globalThis.fill = (customersCount, dealsCount) => {
  customers = Array.from({ length: customersCount }, (_, at) => customer(at)).sort((a, b) => (a.name < b.name ? -1 : 1));
  texts = customers.map(text);
  lanes = LANES.map((_, lane) => Array.from({ length: Math.floor(dealsCount / LANES.length) }, (_, at) => at * LANES.length + lane));
};
globalThis.show = (what) => ({ list, board })[what]();
search.addEventListener("input", list);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  history.pushState(null, "", link.hash);
  record(link.hash.slice(1));
});
globalThis.ready = true;
