/* The chosen family: its graph, its members with what speaks for them, who imports it, and copies beside the canonical. */
const IMPORTS_SHOWN = 400, MEMBERS_SHOWN = 500;

function drawMember(family, member, index) {
	const facts = [member.kind, !member.production && "no production code", member.deprecated && "says that it is deprecated",
		member.similarity > 0 && member.class !== "canonical" && `${member.similarity}% alike`, member.importers > 0 && counted(member.importers, "import", "imports"),
		`${member.confidence}% sure`].filter(Boolean);
	const box = el("details", { class: "member", id: `member-${index}` },
		el("summary", {}, el("span", { class: `badge ${kindOf(member)}` }, member.class), " ", name(member.symbol, 80), " ", place(member.path, member.line)),
		el("p", { class: "quiet" }, facts.join(" · ")));
	box.addEventListener("toggle", () => box.append(el("ul", {}, member.evidence.map((e) => el("li", {}, sentence(e.text, 600), e.path && " — ", e.path && place(e.path, e.line))))), { once: true });
	return box;
}

function drawMembers(family) {
	const more = family.members.length - MEMBERS_SHOWN;
	return [...family.members.slice(0, MEMBERS_SHOWN).map((m, i) => drawMember(family, m, i)), more > 0 && el("p", { class: "quiet" }, `${number(more)} more are in the JSON report.`)];
}

function drawImports(family) {
	const order = ["no-module", "no-name", "star", "non-canonical", "member", "canonical"];
	const sorted = [...family.imports].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
	const rows = sorted.slice(0, IMPORTS_SHOWN).map((s) => el("tr", {}, el("td", {}, el("span", { class: `badge import-${s.status}` }, s.status)),
		el("td", {}, place(s.path, s.line)), el("td", {}, name(s.module, 80)), el("td", {}, name(s.names.join(", "), 120))));
	return [el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Imports" },
		el("table", {}, el("thead", {}, el("tr", {}, ["way", "place", "module", "names"].map((h) => el("th", { scope: "col" }, h)))), el("tbody", {}, rows))),
	sorted.length > IMPORTS_SHOWN && el("p", { class: "quiet" }, `${number(sorted.length - IMPORTS_SHOWN)} more are in the JSON report.`)];
}

const API_SHOWN = 400;

/* What each member has of the canonical API, and how. */
function drawApi(family) {
	const rows = family.members.flatMap((m) => m.api.map((x) => [m, x]));
	const drawn = rows.slice(0, API_SHOWN).map(([m, x]) => el("tr", {}, el("td", {}, name(m.symbol, 60), " ", place(x.path, x.line)),
		el("td", {}, name(x.method || m.symbol, 80)), el("td", {}, x.state, x.renamed && " to ", x.renamed && name(x.renamed, 80)),
		el("td", {}, [x.difference, x.errors].filter(Boolean).map((text, i) => [i > 0 && "; ", sentence(text, 600)]).flat())));
	return [el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "API" },
		el("table", {}, el("thead", {}, el("tr", {}, ["member", "method", "is", "difference"].map((h) => el("th", { scope: "col" }, h)))), el("tbody", {}, drawn))),
	rows.length > API_SHOWN && el("p", { class: "quiet" }, `${number(rows.length - API_SHOWN)} more are in the JSON report.`)];
}

const differenceTitle = (m) => ["Difference: ", el("span", { class: `badge ${kindOf(m)}` }, m.class), " ", name(m.symbol, 60), " ", place(m.path, m.line)];

/* What is long is drawn when it is opened. */
function lazily(title, draw, isOpen) {
	const box = el("details", { open: isOpen }, el("summary", {}, el("h3", {}, title)));
	const make = () => { if (box.childElementCount === 1) box.append(...[draw()].flat().filter(Boolean)); };
	box.addEventListener("toggle", make);
	if (isOpen) make();
	return box;
}

function drawFamily(index) {
	const family = families[index], pairs = texts.filter((t) => t.family === index), count = findingCount(family);
	const canonical = family.canonical;
	return [
		el("p", {}, canonical ? ["The canonical is ", name(canonical.symbol, 80), " in ", place(canonical.path, canonical.line), `, ${family.confidence}% sure. `] :
			"No canonical is elected. ", STATES[stateOf(family)].replace(/^./, (c) => c.toUpperCase()), "."),
		family.decision && el("p", { class: "decision" }, shortened(family.decision, 1000)),
		el("p", {}, el("button", { type: "button", onclick: () => filterByFamily(family.product) }, `Show its ${counted(count, "finding", "findings")}`)),
		el("ul", { class: "legend" }, Object.entries(KINDS).map(([kind, text]) => el("li", {}, el("i", { class: `swatch ${kind}` }), text))),
		el("div", { class: "scroll graph", tabindex: "0", role: "region", "aria-label": "Graph of the family" }, drawGraph(family)),
		lazily(`${counted(family.members.length, "member", "members")}`, () => drawMembers(family), true),
		...pairs.map((t) => lazily(differenceTitle(family.members[t.member]),
			() => drawDifference(family, t), pairs.length === 1)),
		family.members.some((m) => m.api.length) && lazily("API beside the canonical's", () => drawApi(family), false),
		family.imports.length > 0 && lazily(counted(family.imports.length, "import", "imports"), () => drawImports(family), false),
	].filter(Boolean);
}

function chooseFamily(index, moves) {
	chosenFamily = index;
	byId("family").hidden = false;
	byId("family-title").replaceChildren("Family of ", name(families[index].product, 120));
	byId("family-body").replaceChildren(...drawFamily(index));
	const graph = byId("family-body").querySelector(".graph"), root = graph.querySelector(".node");
	graph.scrollTop += root.getBoundingClientRect().top - graph.getBoundingClientRect().top - graph.clientHeight / 2;
	markChosen();
	if (moves) {
		byId("family-title").focus({ preventScroll: true });
		byId("family").scrollIntoView({ block: "start" });
	}
}
