/* One family as a graph: from the canonical over what leads to it, or rivals it, to those who import it. */
const GRAPH = { row: 46, column: 290, width: 250, height: 38 };
const SIBLINGS_MAX = 9; /* more of one class without anything behind them are one node */
const FILES_SHOWN = 40;

/* Which member a name of an import takes: by its symbol, and by the module where several share that. */
function memberOf(family, statement, detail) {
	const named = family.members.map((m, i) => i).filter((i) => family.members[i].symbol === detail.member);
	return named.find((i) => family.members[i].path === statement.through) ?? named[0] ?? -1;
}

/* member (or -1: nowhere) -> statements that take it */
function importersByMember(family) {
	const groups = new Map();
	for (const statement of family.imports) {
		const members = new Set(statement.details.map((d) => (d.member === null ? -1 : memberOf(family, statement, d))));
		for (const m of members) groups.has(m) ? groups.get(m).push(statement) : groups.set(m, [statement]);
	}
	return groups;
}

function targetOf(family, member) {
	const t = member.target;
	return t ? family.members.findIndex((m) => m.path === t.path && m.line === t.line && m.symbol === t.symbol) : -1;
}

function importersNode(statements) {
	const files = new Set(statements.map((s) => s.path));
	return { kind: "importers", title: counted(statements.length, "import", "imports"), more: `in ${counted(files.size, "file", "files")}`, children: [], statements };
}

/* Parents of members; whatever goes in circles hangs on the canonical. */
function parentsOf(family, root) {
	const parent = family.members.map((m, i) => (i === root ? -1 : targetOf(family, m)));
	return parent.map((p, i) => {
		const seen = new Set([i]);
		for (let at = p; at >= 0; at = parent[at]) {
			if (seen.has(at)) return root;
			seen.add(at);
		}
		return p;
	});
}

function fold(children) {
	const byClass = new Map();
	for (const c of children) {
		const key = c.children.length || c.kind === "importers" ? c : c.class;
		byClass.has(key) ? byClass.get(key).push(c) : byClass.set(key, [c]);
	}
	return [...byClass.values()].flatMap((group) => (group.length <= SIBLINGS_MAX ? group :
		[{ kind: group[0].kind, class: group[0].class, title: `${number(group.length)} × ${group[0].class}`, more: "listed below", children: [], rival: group[0].rival }]));
}

function treeOf(family) {
	const root = family.members.findIndex((m) => m.class === "canonical"), groups = importersByMember(family);
	const nodes = family.members.map((m, i) => ({ kind: kindOf(m), class: m.class, member: i, title: m.symbol, more: m.path, children: [],
		rival: kindOf(m) === "rival" || kindOf(m) === "doubt" }));
	const top = root >= 0 ? nodes[root] : { kind: "undecided", title: family.product, more: "no canonical yet", children: [] };
	parentsOf(family, root).forEach((p, i) => {
		if (i !== root) (p >= 0 ? nodes[p] : top).children.push(nodes[i]);
	});
	for (const [m, statements] of groups) {
		const node = importersNode(statements);
		if (m < 0) Object.assign(node, { more: "that end nowhere", rival: true });
		(m >= 0 ? nodes[m] : top).children.push(node);
	}
	(function order(node) {
		node.children.forEach(order);
		node.children = fold(node.children);
	})(top);
	return top;
}

function drawNode(node) {
	const d = node.data, opens = d.member !== undefined;
	const box = svg("g", { class: `node ${d.kind}`, transform: `translate(${node.y},${node.x - GRAPH.height / 2})`, tabindex: opens ? "0" : null, role: opens ? "link" : null,
		"aria-label": opens ? `${shortened(d.title)}, ${d.class}: go to its evidence` : null });
	if (opens) {
		const go = () => { const row = byId(`member-${d.member}`); if (!row) return; row.parentNode.open = true; row.open = true; row.scrollIntoView({ block: "center" }); row.firstChild.focus(); };
		box.addEventListener("click", go);
		box.addEventListener("keydown", (e) => { if (e.key === "Enter") { e.preventDefault(); go(); } });
	}
	box.append(svg("title", {}, `${shortened(d.title)}\n${shortened(d.more)}${d.class ? `\n${d.class}` : ""}`),
		svg("rect", { width: GRAPH.width, height: GRAPH.height, rx: 6 }), svg("rect", { class: "strip", width: 6, height: GRAPH.height, rx: 3 }),
		svg("text", { x: 14, y: 16, class: "node-name" }, shortened(d.title, 31)),
		svg("text", { x: 14, y: 31, class: "node-more" }, d.class && d.member !== undefined ? `${d.class} · ${tail(d.more, 34 - d.class.length)}` : tail(d.more, 38)));
	return box;
}

/* The end of a path says more than its beginning. */
const tail = (path, most) => { const shown = visible(String(path).slice(-400)); return shown.length > most ? `…${shown.slice(1 - most)}` : shown; };

function drawEdge(link) {
	const x0 = link.source.y + GRAPH.width, x1 = link.target.y, y0 = link.source.x, y1 = link.target.x, bend = (x1 - x0) / 2;
	return svg("path", { class: `edge ${link.target.data.rival ? "against" : ""}`, d: `M${x0},${y0}C${x0 + bend},${y0} ${x1 - bend},${y1} ${x1},${y1}` });
}

function drawGraph(family) {
	const root = d3.hierarchy(treeOf(family));
	d3.tree().nodeSize([GRAPH.row, GRAPH.column]).separation((a, b) => (a.parent === b.parent ? 1 : 1.2))(root);
	const all = root.descendants(), top = Math.min(...all.map((n) => n.x)) - GRAPH.row / 2;
	const height = Math.max(...all.map((n) => n.x)) - top + GRAPH.row / 2, width = Math.max(...all.map((n) => n.y)) + GRAPH.width + 2;
	return svg("svg", { width, height, viewBox: `-1 ${top} ${width} ${height}`, role: "group",
		"aria-label": `How ${counted(family.members.length, "member", "members")} and ${counted(family.imports.length, "import", "imports")} hang together` },
		root.links().map(drawEdge), all.map(drawNode));
}
