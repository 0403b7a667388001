"use strict";
// Everything that comes from articles or rules is set as text, never as markup.
(async () => {
  const byId = (id) => document.getElementById(id);
  const ROW = 52;

  async function unpacked(id) {
    const bytes = Uint8Array.from(atob(byId(id).textContent.trim()), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return JSON.parse(await new Response(stream).text());
  }

  function made(name, properties, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key === "hue") element.style.setProperty("--hue", value);
      else if (key === "size") element.style.setProperty("--size", value);
      else if (key.includes("-") || key === "role") element.setAttribute(key, value);
      else element[key] = value;
    }
    element.append(...children);
    return element;
  }

  const data = await unpacked("data");
  const NAME = 0, WORDS = 1, GONE = 2, FLAGS = 3, RULES = 4, CHANGED = 5, URL = 6;
  const articles = data.articles;
  const families = Object.keys(data.families).sort((one, other) => data.families[other][1] - data.families[one][1]);
  const allFamilies = [...new Set([...families, ...Object.values(data.rules).map((rule) => rule.family)])];
  const hueOf = (family) => (allFamilies.indexOf(family) * 137.5 + 25) % 360;
  const ruleOf = (number) => data.rules[number] || { id: "a rule", family: "", does: "", patterns: [], source: "" };
  const number = (value) => value.toLocaleString("en");
  const share = (article) => (article[WORDS] ? article[GONE] / article[WORDS] : 0);

  // Texts, unpacked chunk by chunk; a few chunks are kept.
  const kept = new Map();
  async function chunk(place) {
    if (!kept.has(place)) {
      if (kept.size > 40) kept.delete(kept.keys().next().value);
      kept.set(place, unpacked(`chunk-${place}`));
    }
    return kept.get(place);
  }
  const textOf = async (place) => (await chunk(Math.floor(place / data.chunk)))[place % data.chunk];

  // Plots
  function bars(id, entries, most) {
    const top = Math.max(1, ...entries.map((entry) => entry.value));
    byId(id).append(...entries.slice(0, most).map((entry) => made(
      "button", { type: "button", className: "bar", title: entry.title || entry.name, onclick: entry.act },
      made("span", { textContent: entry.name }),
      made("i", { hue: entry.hue, size: `${(100 * entry.value) / top}%` }),
      made("b", { textContent: number(entry.value) }),
    )));
    if (!entries.length) byId(id).append(made("p", { className: "muted", textContent: "none" }));
  }

  function histogram() {
    const counts = new Array(20).fill(0);
    for (const article of articles) counts[Math.min(19, Math.floor(share(article) * 20))] += 1;
    const space = "http://www.w3.org/2000/svg";
    const draw = (name, attributes, text) => {
      const element = document.createElementNS(space, name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      if (text !== undefined) element.textContent = text;
      return element;
    };
    const svg = draw("svg", { viewBox: "0 0 400 150", role: "img", "aria-label": "Articles by removed share" });
    const top = Math.max(1, ...counts);
    counts.forEach((count, place) => {
      // The square root lets a few articles be seen beside thousands.
      const height = count ? Math.max(2, 100 * Math.sqrt(count / top)) : 0;
      const bar = draw("rect", { x: 2 + place * 19.8, y: 120 - height, width: 16, height, rx: 2 });
      bar.append(draw("title", {}, `${place * 5} to ${place * 5 + 5} %: ${number(count)} articles`));
      svg.append(bar);
      if (count) svg.append(draw("text", { x: 10 + place * 19.8, y: 115 - height, "text-anchor": "middle" }, number(count)));
    });
    svg.append(draw("line", { x1: 0, x2: 400, y1: 120.5, y2: 120.5 }));
    for (const percent of [0, 25, 50, 75, 100]) {
      const anchor = percent === 0 ? "start" : percent === 100 ? "end" : "middle";
      svg.append(draw("text", { x: percent * 3.98, y: 138, "text-anchor": anchor }, `${percent} %`));
    }
    byId("shares").append(svg);
  }

  const topRules = Object.entries(data.counts).filter(([place]) => data.rules[place])
    .sort(([, one], [, other]) => other[0] - one[0]);
  bars("families", families.map((name) => ({
    name, value: data.families[name][1], hue: hueOf(name), act: () => choose("family", name),
    title: `${name}: ${number(data.families[name][0])} removals`,
  })));
  bars("rules", topRules.map(([place, [count]]) => ({
    name: ruleOf(place).id, value: count, hue: hueOf(ruleOf(place).family), title: ruleOf(place).does, act: () => showRule(place),
  })), 200);
  bars("flags", Object.entries(data.flags).map(([name, [count, means]]) => ({
    name, value: count, hue: 30, title: means, act: () => choose("flag", name),
  })));
  histogram();

  // Filters
  for (const name of [...allFamilies].sort()) byId("family").append(made("option", { value: name, textContent: name }));
  for (const [place, rule] of Object.entries(data.rules).sort(([, one], [, other]) => (one.id < other.id ? -1 : 1))) {
    byId("rule").append(made("option", { value: place, textContent: rule.id }));
  }
  for (const name of Object.keys(data.flags)) byId("flag").append(made("option", { value: name, textContent: name }));

  let shown = [];
  let selected = -1;
  let search = 0;

  function choose(id, value) {
    byId(id).value = value;
    filter();
    byId("articles").scrollIntoView({ block: "start" });
  }

  function passes(article) {
    const family = byId("family").value, rule = byId("rule").value, flag = byId("flag").value;
    if (byId("changed").checked && !article[CHANGED]) return false;
    if (flag && !article[FLAGS].includes(flag)) return false;
    if (rule && !article[RULES].includes(Number(rule))) return false;
    return !family || article[RULES].some((place) => ruleOf(place).family === family);
  }

  async function filter() {
    const own = ++search;
    const wanted = byId("text").value.trim().toLowerCase();
    let found = articles.map((_, place) => place).filter((place) => passes(articles[place]));
    if (wanted) {
      const matching = [];
      for (const [count, place] of found.entries()) {
        if (count % 500 === 499) byId("status").textContent = `looking through ${number(found.length)}: ${number(count + 1)} so far …`;
        if (articles[place][NAME].toLowerCase().includes(wanted)) matching.push(place);
        else if ((await textOf(place)).b.toLowerCase().includes(wanted)) matching.push(place);
        if (own !== search) return;
      }
      found = matching;
    }
    if (own !== search) return;
    const order = byId("order").value;
    if (order === "share") found.sort((one, other) => share(articles[other]) - share(articles[one]));
    if (order === "name") found.sort((one, other) => (articles[one][NAME] < articles[other][NAME] ? -1 : 1));
    shown = found;
    byId("status").textContent = `${number(found.length)} of ${number(articles.length)} articles`;
    byId("rows").style.height = `${found.length * ROW}px`;
    byId("list").scrollTop = 0;
    select(found.length ? 0 : -1);
  }

  // The list holds only the rows that are in view.
  function draw() {
    const list = byId("list");
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 5);
    const last = Math.min(shown.length, first + Math.ceil(list.clientHeight / ROW) + 10);
    byId("rows").replaceChildren(...Array.from({ length: last - first }, (_, offset) => row(first + offset)));
    list.setAttribute("aria-activedescendant", selected >= first && selected < last ? `row-${selected}` : "");
  }

  function row(index) {
    const article = articles[shown[index]];
    const dots = [...new Set(article[RULES].map((place) => ruleOf(place).family))].slice(0, 8);
    const element = made(
      "div", {
        className: "row", id: `row-${index}`, role: "option", "aria-selected": String(index === selected),
        "aria-posinset": index + 1, "aria-setsize": shown.length, title: article[NAME], onclick: () => select(index),
      },
      made("span", { textContent: article[NAME] }),
      made("small", {}, `${(100 * share(article)).toFixed(share(article) < 0.1 ? 1 : 0)} % of ${number(article[WORDS])} words`,
        ...dots.map((family) => made("i", { className: "dot", hue: hueOf(family), title: family })),
        ...article[FLAGS].map((flag) => made("span", { textContent: flag }))),
    );
    element.style.top = `${index * ROW}px`;
    return element;
  }

  function select(index) {
    selected = index;
    const list = byId("list");
    if (index >= 0) {
      if (index * ROW < list.scrollTop) list.scrollTop = index * ROW;
      if ((index + 1) * ROW > list.scrollTop + list.clientHeight) list.scrollTop = (index + 1) * ROW - list.clientHeight;
    }
    draw();
    showArticle();
  }

  async function showArticle() {
    const place = shown[selected];
    if (place === undefined) {
      byId("detail").replaceChildren(made("p", { className: "muted", textContent: "No article is like that." }));
      return;
    }
    const article = articles[place];
    const texts = await textOf(place);
    if (place !== shown[selected]) return;
    const counts = new Map();
    for (const [, , rule] of [...texts.r, ...texts.w]) counts.set(rule, (counts.get(rule) || 0) + 1);
    byId("detail").replaceChildren(
      made("h2", { textContent: article[NAME] }),
      made("p", { className: "muted", textContent: [article[URL], `${number(article[GONE])} of ${number(article[WORDS])} words removed`, texts.e].filter(Boolean).join(" · ") }),
      made("div", { className: "tags" },
        ...[...counts].map(([rule, count]) => made("button", {
          type: "button", className: "tag", hue: hueOf(ruleOf(rule).family), onclick: () => showRule(rule),
          textContent: `${ruleOf(rule).id}${count > 1 ? ` ×${count}` : ""}`,
        })),
        ...article[FLAGS].map((flag) => made("span", { className: "tag flag", textContent: flag, title: (data.flags[flag] || [0, ""])[1] }))),
      made("div", { className: "sides" },
        made("section", {}, made("h3", { textContent: "Before" }), before(texts)),
        made("section", {}, made("h3", { textContent: "After" }), made("div", { className: "text", dir: "auto", textContent: texts.a }))),
      facts(texts),
    );
    byId("detail").scrollTop = 0;
  }

  function before(texts) {
    // Spans count code points, as Python does; browsers count UTF-16 units.
    const letters = /[\ud800-\udfff]/.test(texts.b) ? Array.from(texts.b) : texts.b;
    const cut = (start, end) => (typeof letters === "string" ? letters.slice(start, end) : letters.slice(start, end).join(""));
    const view = made("div", { className: "text", dir: "auto" });
    let position = 0;
    const spans = texts.r.length ? texts.r : texts.w;
    for (const [start, end, rule] of spans) {
      if (start < position) continue;
      const found = cut(start, end), inner = found.trimEnd();
      const mark = made("mark", {
        textContent: inner, hue: hueOf(ruleOf(rule).family), tabIndex: 0, role: "button", title: `${ruleOf(rule).family}: ${ruleOf(rule).id}`,
        onclick: () => showRule(rule), onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); showRule(rule); } },
      });
      if (!texts.r.length) mark.className = "withheld";
      view.append(cut(position, start), mark, found.slice(inner.length));
      position = end;
    }
    view.append(cut(position, letters.length));
    return view;
  }

  function facts(texts) {
    const list = made("dl", { className: "facts" });
    for (const [name, value] of Object.entries(texts.m || {})) {
      const told = typeof value === "string" ? value : JSON.stringify(value);
      list.append(made("dt", { textContent: name, title: (texts.s || {})[name] || "" }), made("dd", { textContent: told, dir: "auto" }));
    }
    return list;
  }

  function showRule(place) {
    const rule = ruleOf(place);
    const [count, words] = data.counts[place] || [0, 0];
    const card = byId("card");
    card.replaceChildren(
      made("h2", { id: "card-name", textContent: rule.id }),
      made("p", { className: "muted", textContent: `${rule.family} · ${rule.source}${rule.trial ? " · on trial" : ""}` }),
      made("p", { textContent: rule.does }),
      made("p", { className: "muted", textContent: `${number(count)} removals, ${number(words)} words · ${rule.action}` }),
      ...rule.patterns.slice(0, 40).map((pattern) => made("code", { textContent: pattern })),
      made("div", { className: "buttons" },
        made("button", { type: "button", textContent: "Only its articles", onclick: () => { card.close(); choose("rule", String(place)); } }),
        made("button", { type: "button", textContent: "Close", onclick: () => card.close() })),
    );
    card.showModal();
  }

  // Keys
  const MOVES = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
  byId("list").addEventListener("keydown", (event) => {
    if (event.key in MOVES && shown.length) {
      event.preventDefault();
      select(Math.max(0, Math.min(shown.length - 1, selected + MOVES[event.key])));
    } else if (event.key === "Enter") {
      byId("detail").focus();
    }
  });
  byId("detail").addEventListener("keydown", (event) => { if (event.key === "Escape") byId("list").focus(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName) && !byId("card").open) {
      event.preventDefault();
      byId("text").focus();
    }
  });
  let waiting = 0;
  byId("filters").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, event.target.id === "text" ? 150 : 0);
  });
  byId("filters").addEventListener("reset", () => setTimeout(filter, 0));
  byId("filters").addEventListener("submit", (event) => { event.preventDefault(); byId("list").focus(); });
  byId("list").addEventListener("scroll", draw);
  addEventListener("resize", draw);
  await filter();
  document.documentElement.dataset.ready = "yes";
})();
