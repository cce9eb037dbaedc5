/* The findings: filters, a list of which only the part in view exists, and the chosen one in full. */
const ROW_HEIGHT = 46, ROWS_AROUND = 6, PRINT_MAX = 1000;
const view = { shown: findings, at: -1 };
const filters = {};

/* --- Filters --- */

const searchable = findings.map((f) => `${f.rule} ${f.name} ${f.path} ${f.symbol} ${f.message} ${f.family || ""}`.toLowerCase());

function matches(f, index, words, levels) {
	return levels.has(f.severity) && (!filters.rule.value || f.rule === filters.rule.value) &&
		(!filters.family.value || f.family === families[Number(filters.family.value)].product) &&
		(!filters.known.value || String(f.known) === filters.known.value) && words.every((w) => searchable[index].includes(w));
}

function applyFilters() {
	const words = filters.search.value.toLowerCase().split(/\s+/).filter(Boolean);
	const levels = new Set(LEVELS.filter((level) => filters[level].checked));
	view.shown = findings.filter((f, i) => matches(f, i, words, levels));
	view.at = view.shown.length ? 0 : -1;
	byId("count").textContent = view.shown.length === findings.length ? counted(findings.length, "finding", "findings") :
		`${number(view.shown.length)} of ${counted(findings.length, "finding", "findings")}`;
	byId("list").scrollTop = 0;
	byId("room").style.height = `${view.shown.length * ROW_HEIGHT}px`;
	drawWindow();
	drawDetail();
}

function filterByFamily(product) {
	filters.family.value = String(families.findIndex((f) => f.product === product));
	applyFilters();
	byId("findings").scrollIntoView({ block: "start" });
	byId("list").focus({ preventScroll: true });
}

function choice(key, label, options) {
	filters[key] = el("select", { id: `filter-${key}`, onchange: applyFilters }, options.map(([value, text]) => el("option", { value }, text)));
	return el("label", {}, el("span", {}, label), filters[key]);
}

function box(level) {
	filters[level] = el("input", { type: "checkbox", id: `filter-${level}`, checked: true, onchange: applyFilters });
	const count = findings.filter((f) => f.severity === level).length;
	return el("label", { class: `check ${level}` }, filters[level], `${level} `, el("span", { class: "quiet" }, number(count)));
}

function showFilters() {
	const rules = new Map(findings.map((f) => [f.rule, f.name]));
	const products = families.map((f, i) => [String(i), shortened(f.product, 60)]).filter(([i]) => findingCount(families[i]));
	filters.search = el("input", { type: "search", id: "filter-search", placeholder: "path, name, words", autocomplete: "off", spellcheck: "false", oninput: applyFilters });
	byId("filters").append(el("label", { class: "grows" }, el("span", {}, "Search"), filters.search),
		choice("rule", "Rule", [["", "all rules"], ...[...rules].sort().map(([code, title]) => [code, `${code} ${title}`])]),
		choice("family", "Family", [["", "all families"], ...products]),
		choice("known", "Baseline", [["", "new and known"], ["false", "new"], ["true", "known"]]),
		el("fieldset", {}, el("legend", { class: "hidden" }, "Levels"), LEVELS.map(box)),
		el("button", { type: "reset" }, "Clear"));
	filters.known.closest("label").hidden = report.options.baseline === null;
	byId("filters").addEventListener("submit", (e) => e.preventDefault());
	byId("filters").addEventListener("reset", () => setTimeout(applyFilters));
}

/* --- The list --- */

function drawRow(f, index) {
	return el("div", { class: "row", role: "option", id: `finding-${index}`, "aria-selected": String(index === view.at), "aria-setsize": view.shown.length, "aria-posinset": index + 1,
		"data-index": index },
	el("span", { class: `badge ${f.severity}` }, f.severity), el("span", { class: "rule" }, f.rule),
	el("span", { class: "row-text" }, sentence(f.message), f.known && el("em", {}, " known")),
	el("span", { class: "row-place" }, place(f.path, f.line)));
}

function drawWindow() {
	const list = byId("list"), room = byId("room");
	const first = Math.max(0, Math.floor(list.scrollTop / ROW_HEIGHT) - ROWS_AROUND);
	const last = Math.min(view.shown.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW_HEIGHT) + ROWS_AROUND);
	room.replaceChildren(...view.shown.slice(first, last).map((f, i) => {
		const row = drawRow(f, first + i);
		row.style.top = `${(first + i) * ROW_HEIGHT}px`;
		return row;
	}));
	if (view.at >= first && view.at < last) list.setAttribute("aria-activedescendant", `finding-${view.at}`);
	else list.removeAttribute("aria-activedescendant");
}

function moveTo(index) {
	const list = byId("list");
	if (!view.shown.length) return;
	view.at = Math.max(0, Math.min(view.shown.length - 1, index));
	const top = view.at * ROW_HEIGHT;
	if (top < list.scrollTop) list.scrollTop = top;
	if (top + ROW_HEIGHT > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW_HEIGHT - list.clientHeight;
	drawWindow();
	drawDetail();
}

function moveByKey(event) {
	const page = Math.max(1, Math.floor(byId("list").clientHeight / ROW_HEIGHT) - 1);
	const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
	if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
	event.preventDefault();
	moveTo(view.at + steps[event.key]);
}

function drawDetail() {
	const f = view.shown[view.at];
	if (!f) {
		byId("detail").replaceChildren(el("p", { class: "quiet" }, findings.length ? "No finding matches the filter." : "There is nothing to mend."));
		return;
	}
	const family = families.findIndex((x) => x.product === f.family);
	byId("detail").replaceChildren(
		el("h3", {}, el("span", { class: `badge ${f.severity}` }, f.severity), ` ${f.rule} ${f.name}`),
		el("p", { class: "message" }, sentence(f.message, 4000)),
		el("p", {}, place(f.path, f.line)),
		f.symbol && el("p", {}, "Symbol: ", name(f.symbol, 400)),
		...(f.mend_text ? [el("p", { class: "mend" }, el("b", {}, "Help: "), sentence(f.mend_text, 2000), el("span", { class: "quiet" }, ` (${f.mend})`))] : []),
		...(f.related.length ? [el("h4", {}, "See also"), el("ul", {}, f.related.slice(0, 100).map((r) => el("li", {}, sentence(r.text, 400), " ", r.path && place(r.path, r.line))))] : []),
		...(family >= 0 ? [el("p", {}, el("button", { type: "button", class: "link", onclick: () => chooseFamily(family, true) }, "Family of ", name(f.family, 60)))] : []),
		el("p", { class: "quiet" }, `${f.confidence}% sure · ${f.basis} · ${f.known ? "known" : "not in a baseline"} · ${f.fingerprint}`));
}

/* --- Paper --- */

function showForPrint() {
	const rows = view.shown.slice(0, PRINT_MAX).map((f) => el("tr", {}, el("td", {}, f.severity), el("td", {}, f.rule), el("td", {}, place(f.path, f.line)), el("td", {}, sentence(f.message))));
	const more = view.shown.length - rows.length;
	byId("print-list").replaceChildren(el("table", {}, el("thead", {}, el("tr", {}, ["level", "rule", "place", "finding"].map((h) => el("th", { scope: "col" }, h)))), el("tbody", {}, rows)),
		more > 0 ? el("p", {}, `${number(more)} more are left out.`) : "");
}

function showFindings() {
	const list = byId("list");
	let waits = false;
	showFilters();
	list.addEventListener("scroll", () => {
		if (waits) return;
		waits = true;
		requestAnimationFrame(() => { waits = false; drawWindow(); });
	});
	list.addEventListener("keydown", moveByKey);
	list.addEventListener("click", (event) => {
		const row = event.target.closest(".row");
		if (row) moveTo(Number(row.dataset.index));
	});
	addEventListener("beforeprint", showForPrint);
	addEventListener("afterprint", () => byId("print-list").replaceChildren());
	addEventListener("resize", drawWindow);
	applyFilters();
}
