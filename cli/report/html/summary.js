/* The head of the page: what it is about, the verdict, figures, and what has changed against the baseline; and what is suppressed. */
const VERDICTS = {
	pass: "The gate passes.", open: "The gate is held open.", fail: "The gate fails.", incomplete: "The gate cannot tell: not everything could be read.",
};

function tile(title, value, more, kind) {
	return el("div", { class: `figure ${kind || ""}` }, el("dt", {}, title), el("dd", {}, el("b", {}, number(value)), more && el("span", { class: "quiet" }, more)));
}

function showSummary() {
	const s = report.summary, i = s.importers, wrong = i["non-canonical"] + i["no-module"] + i["no-name"] + i.star;
	const about = [report.options.paths.length ? shortened(report.options.paths.join(", ").replace(/^$/, "all of it"), 120) : "", report.commit ? `commit ${report.commit.slice(0, 12)}` : ""].filter(Boolean);
	byId("what").textContent = about.join(" · ");
	const verdict = s.verdict === "pass" && report.options.exit_zero && s.failing ? "open" : s.verdict;
	byId("verdict").append(el("strong", { class: `verdict ${verdict}` }, VERDICTS[verdict]), " ",
		s.failing ? `${counted(s.failing, "finding is", "findings are")} at or above its level (${report.options.fail_on}). ` : "No finding is at or above its level. ",
		s.complete ? "" : "Some files could not be read or understood.");
	byId("tiles").append(
		tile("errors", s.findings.error, "", s.findings.error ? "error" : ""), tile("warnings", s.findings.warning, "", s.findings.warning ? "warning" : ""), tile("notes", s.findings.note),
		tile("families", s.families, ` ${number(s.fragmented)} fragmented`), tile("without a canonical", s.undecided, "", s.undecided ? "warning" : ""),
		tile("implementations", s.independent, ` in ${counted(s.members, "member", "members")}`),
		tile("imports to mend", wrong, ` of ${number(wrong + i.canonical + i.member)}`));
	byId("foot").textContent = `canonry ${report.tool.version} · report schema ${report.schema}`;
}

const ROWS_MAX = 500;

/* --- Trend --- */

function bar(parts, most) {
	const line = el("span", { class: "bar", "aria-hidden": "true" });
	for (const [kind, count] of parts) {
		const part = el("i", { class: kind });
		part.style.width = `${(100 * count) / Math.max(1, most)}%`;
		line.append(part);
	}
	return line;
}

/* The baseline has a line of words for each, and no more. */
function goneList() {
	const shown = report.gone.slice(0, ROWS_MAX), more = report.gone.length - shown.length;
	return el("details", { id: "gone" }, el("summary", {}, `What is gone (${number(report.summary.findings.stale)})`),
		el("ul", {}, shown.map((g) => el("li", {}, name(g.text, 300), g.findings > 1 && el("span", { class: "quiet" }, ` ${number(g.findings)} times`)))),
		more > 0 && el("p", { class: "quiet" }, `${number(more)} more are left out.`));
}

function showTrend() {
	const known = report.summary.findings.known, gone = report.summary.findings.stale, fresh = findings.length - known;
	if (report.options.baseline === null) return;
	const rules = new Map();
	for (const f of findings) {
		const r = rules.get(f.rule) || { known: 0, fresh: 0, title: f.name };
		r[f.known ? "known" : "fresh"]++;
		rules.set(f.rule, r);
	}
	const rows = [...rules].sort(([a, x], [b, y]) => y.fresh - x.fresh || (a < b ? -1 : 1)), most = Math.max(...rows.map(([, r]) => r.known + r.fresh));
	byId("trend").hidden = false;
	byId("trend-body").append(
		el("p", {}, "Before ", el("b", {}, number(known + gone)), ", now ", el("b", {}, number(findings.length)), ": ", el("b", { class: "is-new" }, `${number(fresh)} new`), ", ",
			el("b", { class: "is-gone" }, `${number(gone)} gone`), `, ${number(known)} known. The baseline is `, name(report.options.baseline, 120), "."),
		bar([["gone", gone], ["known", known], ["fresh", fresh]], known + gone + fresh),
		report.gone.length ? goneList() : "",
		rows.length ? el("details", { open: fresh > 0 }, el("summary", {}, "By rule"), el("table", {},
			el("thead", {}, el("tr", {}, ["rule", "new", "known", ""].map((h) => el("th", { scope: "col", class: h === "new" || h === "known" ? "n" : null }, h)))),
			el("tbody", {}, rows.map(([code, r]) => el("tr", {}, el("th", { scope: "row" }, `${code} ${r.title}`), el("td", { class: "n" }, number(r.fresh)), el("td", { class: "n" }, number(r.known)),
				el("td", { class: "wide" }, bar([["known", r.known], ["fresh", r.fresh]], most))))))) : "");
}

/* --- Suppressed --- */

function showSuppressed() {
	const shown = report.suppressed.slice(0, ROWS_MAX), more = report.suppressed.length - shown.length;
	if (!shown.length) return;
	byId("suppressed").hidden = false;
	byId("suppressed-count").textContent = counted(report.suppressed.length, "finding is", "findings are");
	byId("suppressed-rows").append(el("table", { class: "wraps" },
		el("thead", {}, el("tr", {}, ["finding", "intent", "why"].map((h) => el("th", { scope: "col" }, h)))),
		el("tbody", {}, shown.map((f) => {
			const s = report.suppressions[f.suppression];
			return el("tr", {}, el("th", { scope: "row" }, `${f.rule} `, sentence(f.message), el("br"), place(f.path, f.line)), el("td", {}, s.intent),
				el("td", {}, el("bdi", {}, shortened(s.reason, 400)), s.until && el("span", { class: "quiet" }, ` until ${s.until}`)));
		}))), more > 0 ? el("p", { class: "quiet" }, `${number(more)} more are left out.`) : "");
}
