
"use strict";
// Without this script the page is whole as well: every row is shown, and a case opens by its link (:target).
document.documentElement.classList.add("js");
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const byId = id => document.getElementById(id);

const make = (name, text, className) => {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
};

// --- The list: what is typed and picked, all at once.
// Only the first rows are parsed with the page. The others lie in it as plain text, and are built element by element.
const PARTS = new Set("tr td th a small".split(" ")), NAMES = ["class", "role", "scope", "data-s", "data-u", "data-c"];
const grow = from => {
  const element = make(PARTS.has(from.localName) ? from.localName : "span");
  for (const name of NAMES) if (from.hasAttribute(name)) element.setAttribute(name, from.getAttribute(name));
  if (from.localName === "a" && /^#k-[0-9]+$/.test(from.getAttribute("href"))) element.href = from.getAttribute("href");
  for (const node of from.childNodes) element.append(node.nodeType === 1 ? grow(node) : document.createTextNode(node.data));
  return element;
};
const list = byId("kasus");
if (list) {
  const search = byId("cari"), picks = all(".tools select"), told = byId("jumlah"), body = list.tBodies[0];
  const plain = text => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const number = n => String(n).replace(/\B(?=(\d{3})+$)/g, ".");
  const whole = told.textContent;
  let rows = null, texts = null;
  const complete = () => {
    if (rows) return;
    const rest = byId("lanjutan");
    if (rest) {
      const parsed = new DOMParser().parseFromString(rest.textContent, "text/html");
      body.append(...all("tbody tr", parsed).map(grow));
      rest.remove();
    }
    rows = [...body.rows];
  };
  const apply = () => {
    complete();
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    if (words.length && !texts) texts = rows.map(row => plain(row.textContent));
    let found = 0;
    rows.forEach((row, i) => {
      const fits = words.every(word => texts[i].includes(word))
        && picks.every(pick => !pick.value || row.dataset[pick.name].split(" ").includes(pick.value));
      row.hidden = !fits;
      found += fits;
    });
    const filtered = words.length > 0 || picks.some(pick => pick.value);
    told.textContent = filtered ? `${number(found)} dari ${number(rows.length)} kasus di halaman ini cocok.` : whole;
    byId("kosong").hidden = found > 0;
    byId("hapus").hidden = !filtered;
  };
  const reset = () => { search.value = ""; for (const pick of picks) pick.value = ""; };
  search.addEventListener("input", apply);
  for (const pick of picks) pick.addEventListener("change", apply);
  search.form.addEventListener("submit", event => event.preventDefault());
  byId("hapus").addEventListener("click", () => { reset(); apply(); search.focus(); });
  for (const link of all("a[data-pick]")) link.addEventListener("click", () => {
    reset(); picks[0].value = link.dataset.pick; apply();
  });
  addEventListener("load", () => setTimeout(complete));
}

// --- A case. Its detail lies in the page as plain text; what is opened is built anew, element by element, from names
// that stand here and from texts: nothing of it is ever parsed into the page.
const ELEMENTS = new Set("b blockquote code dd div dl dt h4 li ol p q small span time".split(" "));
const dialog = byId("kasus-buka"), store = byId("rincian");
const copy = (from, to) => {
  for (const node of from.childNodes) {
    if (node.nodeType === 3) { to.append(document.createTextNode(node.data)); continue; }
    if (node.nodeType !== 1) continue;
    if (node.matches("p.cal")) { to.append(month(node.dataset)); continue; }
    if (node.localName === "a") {
      const link = make("a", node.textContent);
      if (/^https?:\/\//i.test(node.getAttribute("href"))) { link.href = node.getAttribute("href"); link.rel = "noreferrer noopener"; to.append(link); }
      continue;
    }
    // In the page a case stands under a heading of its own; in the dialog under its title.
    const name = node.localName === "h4" ? "h3" : ELEMENTS.has(node.localName) ? node.localName : "span";
    const element = make(name, "", node.className);
    if (node.hasAttribute("datetime")) element.setAttribute("datetime", node.getAttribute("datetime"));
    copy(node, element);
    to.append(element);
  }
};

// The days up to the due date as weeks: a number in each that counts, the name of each that does not.
const month = data => {
  const names = new Map((data.off || "").split("|").filter(Boolean).map(part => [part.slice(0, 10), part.slice(11)]));
  const table = make("table", "", "cal"), head = table.createTHead().insertRow(), body = table.createTBody();
  table.createCaption().textContent = "Hari yang dihitung bernomor; hari yang tidak dihitung berlatar kelabu.";
  for (const name of ["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"]) {
    const cell = make("th", name); cell.scope = "col"; head.append(cell);
  }
  const day = new Date(data.from + "T00:00:00Z"), last = data.days.length - 1;
  let number = 0, week = null;
  [...data.days].forEach((letter, i) => {
    const column = (day.getUTCDay() + 6) % 7, iso = day.toISOString().slice(0, 10);
    if (!week || column === 0) { week = body.insertRow(); for (let n = 0; n < 7; n++) week.insertCell(); }
    const cell = week.cells[column], monthName = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"][day.getUTCMonth()];
    if (letter === "1") cell.append(make("b", String(++number)));
    cell.append(document.createTextNode(day.getUTCDate() + (i === 0 || day.getUTCDate() === 1 || i === last ? " " + monthName : "")));
    if (letter !== "1") cell.className = "off";
    if (letter === "p") cell.append(make("small", "dijeda"));
    if (names.has(iso)) cell.append(make("small", names.get(iso)));
    if (i === last) { cell.classList.add("due"); cell.append(make("small", "tenggat")); }
    else if (iso === data.was) { cell.classList.add("was"); cell.append(make("small", "tenggat semula")); }
    day.setUTCDate(day.getUTCDate() + 1);
  });
  return table;
};

const open = hash => {
  if (!dialog || !store || !/^#k-[0-9]+$/.test(hash)) return;
  // One case is cut out of the text; whatever people wrote in it is escaped, so these words are the template's own.
  const text = store.textContent, start = text.indexOf(`<article class="kd" id="${hash.slice(1)}">`);
  if (start < 0) return;
  const part = text.slice(start, text.indexOf("</article>", start));
  const article = new DOMParser().parseFromString(part, "text/html").querySelector("article");
  const title = make("h2", article.querySelector("h3").textContent), head = make("header"), buttons = make("div");
  title.id = "kasus-judul";
  const print_ = make("button", "Cetak kasus", "btn"), close = make("button", "Tutup", "btn");
  print_.type = close.type = "button";
  print_.addEventListener("click", () => print());
  close.addEventListener("click", () => dialog.close());
  buttons.append(print_, close);
  head.append(title, buttons);
  article.querySelector("h3").remove();
  article.querySelector(".back").remove();
  dialog.replaceChildren(head);
  copy(article, dialog);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  close.focus({preventScroll: true});
  shown = hash;
  history.replaceState(null, "", hash);
};
let shown = "";
if (dialog) {
  let from = null;
  document.addEventListener("click", event => {
    const link = event.target.closest('a[href^="#k-"]');
    if (!link) return;
    event.preventDefault(); from = link; open(link.hash);
  });
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    // Unless another case has been asked for meanwhile.
    if (location.hash === shown) history.replaceState(null, "", location.pathname + location.search);
    if (from) from.focus();
  });
  addEventListener("hashchange", () => open(location.hash));
  open(location.hash);
}

// --- The table of units, by the column whose head is pressed.
for (const button of all("#t-unit thead button")) button.addEventListener("click", () => {
  const head = button.closest("th"), at = [...head.parentNode.children].indexOf(head), body = byId("t-unit").tBodies[0];
  const sign = head.getAttribute("aria-sort") === "descending" ? 1 : -1;
  for (const other of all("#t-unit [aria-sort]")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", sign < 0 ? "descending" : "ascending");
  body.append(...[...body.rows].sort((a, b) => sign * (a.cells[at].dataset.v - b.cells[at].dataset.v)));
});
addEventListener("beforeprint", () => { for (const details of all("details[data-print]")) details.open = true; });
