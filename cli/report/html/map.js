/* The families as a map: areas by cost, colours by state, and the same as a table. */
const MAP_SHOWN = 250;
const AREA_OF_TEXT = { width: 46, height: 22, two_lines: 40 };
let chosenFamily = -1;

const describe = (family) => {
	const i = family.importers, wrong = i["non-canonical"] + i["no-module"] + i["no-name"] + i.star;
	return `${STATES[stateOf(family)]}; ${counted(family.independent, "implementation", "implementations")}, ` +
		`${counted(family.members.length, "member", "members")}, ${number(wrong)} of ${counted(i.statements, "import", "imports")} to mend`;
};

function drawTile(node, index) {
	const family = families[index], width = node.x1 - node.x0, height = node.y1 - node.y0;
	const tile = svg("g", { class: `tile ${stateOf(family)}`, transform: `translate(${node.x0},${node.y0})`, role: "button", tabindex: "-1",
		"data-family": index, "aria-label": `${shortened(family.product)}: ${describe(family)}; cost ${number(family.cost)}`,
		onclick: () => chooseFamily(index, true) });
	tile.append(svg("title", {}, `${shortened(family.product)}\n${describe(family)}`), svg("rect", { width, height, rx: 3 }));
	if (width > AREA_OF_TEXT.width && height > AREA_OF_TEXT.height) {
		const most = Math.floor((width - 12) / 7.4);
		tile.append(svg("text", { x: 7, y: 17, class: "tile-name" }, shortened(family.product, most)));
		if (height > AREA_OF_TEXT.two_lines && width > 110)
			tile.append(svg("text", { x: 7, y: 34, class: "tile-more" }, `${family.independent}× · cost ${number(family.cost)}`));
	}
	return tile;
}

/* Small ones would vanish beside large ones: the square root keeps the order and leaves them room. */
function drawMap() {
	const box = byId("map"), width = Math.max(260, box.clientWidth), height = families.length < 6 ? 130 : Math.min(460, Math.max(280, width * 0.42));
	const shown = families.slice(0, MAP_SHOWN).map((family, index) => ({ index, value: Math.sqrt(family.cost + 1) }));
	if (!shown.length) {
		box.replaceChildren(el("p", {}, "There is no family: nothing is created in several places."));
		return;
	}
	const root = d3.hierarchy({ children: shown }).sum((d) => d.value || 0);
	d3.treemap().size([width, height]).paddingInner(3).round(true)(root);
	const drawing = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
	for (const leaf of root.leaves()) drawing.append(drawTile(leaf, leaf.data.index));
	box.replaceChildren(drawing);
	if (families.length > MAP_SHOWN) box.append(el("p", { class: "quiet" }, `${number(families.length - MAP_SHOWN)} more, of less cost, are in the table.`));
	markChosen();
}

function markChosen() {
	for (const tile of byId("map").querySelectorAll(".tile")) {
		const index = Number(tile.dataset.family);
		tile.setAttribute("aria-pressed", index === chosenFamily);
		tile.setAttribute("tabindex", index === Math.max(0, chosenFamily) || (chosenFamily >= MAP_SHOWN && index === 0) ? "0" : "-1");
	}
}

/* The nearest tile whose middle lies in the direction of the key. */
function neighbour(tile, key) {
	const middle = (t) => { const b = t.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; };
	const [x, y] = middle(tile);
	let best = null, least = Infinity;
	for (const other of byId("map").querySelectorAll(".tile")) {
		const [ox, oy] = middle(other), dx = ox - x, dy = oy - y;
		const ahead = { ArrowLeft: -dx, ArrowRight: dx, ArrowUp: -dy, ArrowDown: dy }[key];
		const aside = key === "ArrowLeft" || key === "ArrowRight" ? Math.abs(dy) : Math.abs(dx);
		if (other !== tile && ahead > 1 && ahead + 2 * aside < least) [best, least] = [other, ahead + 2 * aside];
	}
	return best;
}

function moveOnMap(event) {
	const tile = event.target.closest(".tile");
	if (!tile) return;
	if (event.key === "Enter" || event.key === " ") {
		event.preventDefault();
		chooseFamily(Number(tile.dataset.family), true);
	} else if (event.key.startsWith("Arrow")) {
		const next = neighbour(tile, event.key);
		event.preventDefault();
		if (!next) return;
		tile.setAttribute("tabindex", "-1");
		next.setAttribute("tabindex", "0");
		next.focus();
	}
}

function tableRow(family, index) {
	const i = family.importers;
	return el("tr", {},
		el("th", { scope: "row" }, el("button", { type: "button", class: "link", onclick: () => chooseFamily(index, true) }, name(family.product, 60))),
		el("td", {}, STATES[stateOf(family)]), el("td", { class: "n" }, number(family.independent)), el("td", { class: "n" }, number(family.members.length)),
		el("td", { class: "n" }, number(i.statements)), el("td", { class: "n" }, number(i["non-canonical"] + i["no-module"] + i["no-name"] + i.star)),
		el("td", { class: "n" }, number(family.cost)));
}

function showMap() {
	byId("map-legend").append(...Object.entries(STATES).map(([state, text]) => el("li", {}, el("i", { class: `swatch ${state}` }), text)));
	byId("map").addEventListener("keydown", moveOnMap);
	byId("map-table").addEventListener("toggle", () => {
		if (byId("map-rows").childElementCount) return;
		const heads = ["product", "state", "implementations", "members", "imports", "to mend", "cost"];
		byId("map-rows").append(el("table", {}, el("thead", {}, el("tr", {}, heads.map((h) => el("th", { scope: "col" }, h)))),
			el("tbody", {}, families.map(tableRow))));
	});
	drawMap();
	let width = byId("map").clientWidth;
	new ResizeObserver(() => {
		if (byId("map").clientWidth === width) return;
		width = byId("map").clientWidth;
		drawMap();
	}).observe(byId("map"));
}
