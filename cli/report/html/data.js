/* What the page shows: the JSON report, and which of its parts belong together. */
const { report, texts } = JSON.parse(byId("data").textContent);
const families = report.families;
const LEVELS = ["error", "warning", "note"];

/* Worst first: new before known, then by level; the report has them by place. */
const rankOf = (f) => LEVELS.indexOf(f.severity) + (f.known ? LEVELS.length : 0);
const findings = [...report.findings].sort((a, b) => rankOf(a) - rankOf(b));

/* What a class means for the family, by which the page colours it. */
const KIND_OF_CLASS = {
	canonical: "canonical",
	redirect: "path", wrapper: "path", alias: "path", "empty-subclass": "path", accessor: "path", configurator: "path", "scope-helper": "path",
	"impure-wrapper": "doubt", fallback: "doubt", variant: "doubt", impostor: "doubt",
	duplicate: "rival", "near-duplicate": "rival", bypass: "rival",
	"test-double": "other", helper: "other", backup: "other",
};
const KINDS = {
	canonical: "the canonical definition", path: "leads to it: redirects, wrappers, aliases, accessors",
	rival: "creates it on its own: duplicates and bypasses", doubt: "wants a look: variants, fallbacks, impostors",
	other: "tests, helpers and backups", importers: "files that import it",
};
const kindOf = (member) => KIND_OF_CLASS[member.class] || "other";

const STATES = {
	undecided: "no canonical is elected: it needs a decision",
	fragmented: "several implementations",
	mixed: "one implementation, imported by other ways or from nowhere",
	one: "one implementation, imported from where it is",
};

function stateOf(family) {
	const i = family.importers;
	if (!family.canonical) return "undecided";
	if (family.independent > 1) return "fragmented";
	return i["non-canonical"] + i["no-module"] + i["no-name"] + i.star > 0 ? "mixed" : "one";
}

/* Two families may create products of one name; a finding names the product only. */
const countByProduct = new Map();
for (const f of findings) countByProduct.set(f.family, (countByProduct.get(f.family) || 0) + 1);
const findingCount = (family) => countByProduct.get(family.product) || 0;
