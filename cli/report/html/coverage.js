/* What was not seen, or seen and not understood: nothing that a reader should trust the page for is left unsaid. */
const GAPS_MAX = 500;

const said = (g) => [place(g.path, g.line === undefined ? null : g.line), ` ${visible(g.reason || "")}`];

/* [title, entries, how one is written] */
function gapLists() {
	const c = report.coverage, semantic = c.c.semantic;
	return [
		["Files that do not parse: some of what they hold may be missing", c.unparsed, said],
		["Paths that were not read in full", c.skipped.filter((s) => s.gap), said],
		["Units of C and C++ that no compiler has read", semantic.gaps, said],
		["Names that an import cannot find", c.unresolved, (u) => [place(u.path, u.line), " ", name(u.name ? `${u.module}:${u.name}` : u.module, 200), ` ${visible(u.why)}`]],
		["Imports of what only the run knows", c.dynamic, (d) => [place(d.path, d.line), " ", name(d.callee, 100)]],
		["Paths left out by design", c.skipped.filter((s) => !s.gap), said],
	].filter(([, entries]) => entries.length);
}

function fillGaps(details, entries, write) {
	if (details.querySelector("ul")) return;
	details.append(el("ul", {}, entries.slice(0, GAPS_MAX).map((e) => el("li", {}, write(e)))),
		entries.length > GAPS_MAX ? el("p", { class: "quiet" }, `${number(entries.length - GAPS_MAX)} more are in the JSON report.`) : "");
}

function showCoverage() {
	const c = report.coverage, special = [["test", c.test_files], ["generated", c.generated_files], ["vendored", c.vendored_files], ["backup", c.backup_files]];
	const kinds = special.filter(([, n]) => n).map(([kind, n]) => counted(n, `${kind} file`, `${kind} files`)).join(", ");
	byId("coverage-body").append(
		el("p", {}, `${counted(c.files, "source file", "source files")}, ${number(c.read)} of them read${kinds ? `; among them ${kinds}` : ""}.`,
			c.c.semantic.unusable && el("span", {}, ` Of C and C++ no compiler has read anything: ${visible(c.c.semantic.unusable)}.`)),
		...gapLists().map(([title, entries, write]) => el("details", { ontoggle: (event) => fillGaps(event.target, entries, write) },
			el("summary", {}, `${title} (${number(entries.length)})`))));
}
