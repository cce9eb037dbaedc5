/* Two texts side by side: lines that both have stand level, what only one has stands opposite to nothing, or to what replaces it. */
function* rowsOf(left, right) {
	const gone = new Set(left.changed), come = new Set(right.changed);
	for (let l = 0, r = 0; l < left.lines.length || r < right.lines.length;) {
		const isGone = gone.has(l), isCome = come.has(r);
		if (!isGone && !isCome) yield [l < left.lines.length ? l : -1, r < right.lines.length ? r : -1, "same"];
		else yield [isGone ? l : -1, isCome ? r : -1, "changed"];
		if (isGone || !isCome) l++;
		if (isCome || !isGone) r++;
	}
}

function lineCells(text, at, kind, sign) {
	const mark = at >= 0 && kind === "changed" ? sign : "";
	return [el("td", { class: "line-number" }, at < 0 ? "" : text.line + at),
		el("td", { class: `code ${at < 0 ? "nothing" : mark ? (sign === "−" ? "gone" : "come") : ""}` },
			mark && el("span", { class: "sign" }, mark), el("bdi", {}, at < 0 ? "" : visible(text.lines[at])))];
}

function drawDifference(family, text) {
	const left = family.members[text.other], right = family.members[text.member];
	const rows = [...rowsOf(text.left, text.right)].map(([l, r, kind]) => el("tr", {}, lineCells(text.left, l, kind, "−"), lineCells(text.right, r, kind, "+")));
	const more = text.left.more + text.right.more;
	return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Difference of ${shortened(left.symbol)} and ${shortened(right.symbol)}` },
		el("table", { class: "difference" },
			el("colgroup", {}, ["at", "line", "at", "line"].map((c) => el("col", { class: c }))),
			el("thead", {}, el("tr", {}, el("th", { colspan: 2, scope: "col" }, left.class, " ", place(left.path, left.line)),
				el("th", { colspan: 2, scope: "col" }, right.class, " ", place(right.path, right.line)))),
			el("tbody", {}, rows)),
		more > 0 && el("p", { class: "quiet" }, `${counted(more, "more line is", "more lines are")} left out.`));
}
