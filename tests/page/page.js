/* What a person does with the page, done by a program: page.js CHROMIUM FOLDER [SCREENSHOTS]. */
"use strict";

const assert = require("node:assert");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");

const [browserPath, folder, shots] = process.argv.slice(2);
const ROWS_MAX = 60; /* in view and around it */
const ELEMENTS_MAX = 1500; /* of the whole page as it comes up, however many findings there are */

/* A page that fails the test by whatever it says or asks for. */
async function open(browser, name, options = {}) {
	const page = await browser.newPage({ locale: "en-GB", viewport: { width: 1200, height: 900 }, ...options });
	const wrong = [], url = pathToFileURL(path.join(folder, name)).href;
	page.on("console", (m) => wrong.push(`console: ${m.text()}`));
	page.on("pageerror", (e) => wrong.push(`error: ${e.message}`));
	page.on("request", (r) => { if (r.url() !== url) wrong.push(`request: ${r.url().slice(0, 200)}`); });
	page.on("dialog", (d) => { wrong.push(`dialog: ${d.message()}`); d.dismiss(); });
	await page.goto(url);
	await page.waitForSelector(".row, .detail p");
	return { page, done: async () => { await page.close(); assert.deepStrictEqual(wrong, []); } };
}

const countOf = async (page) => Number((await page.textContent("#count")).match(/^[\d,]+/)[0].replace(/,/g, ""));
/* waitForFunction() evaluates text in the page, which its policy forbids. */
async function until(page, predicate, argument) {
	for (let left = 3000; !(await page.evaluate(predicate, argument)); left--) {
		assert(left > 0, `never true: ${predicate}`);
		await page.waitForTimeout(10);
	}
}

const dataOf = (page) => page.evaluate(() => JSON.parse(document.getElementById("data").textContent));

const tests = {
	async "hostile names stay data"(browser) {
		const { page, done } = await open(browser, "plain.html");
		const { report } = await dataOf(page);
		assert.strictEqual(await page.title(), "Canonry: audit");
		assert.strictEqual(await page.locator("script").count(), 2);
		assert(report.findings.some((f) => f.path.includes("document.title")), "the hostile name is in the data");
		assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /[\u202a-\u202e\u2066-\u2069\u0007\u001b]/);
		for (const f of report.findings.slice(0, 40)) await page.keyboard.press("ArrowDown");
		assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the window");
		await done();
	},

	async "long names are cut where they are shown"(browser) {
		const { page, done } = await open(browser, "many.html");
		assert.match(await page.textContent("#detail .message"), /^<b>x+…$/);
		assert.match(await page.textContent("#detail"), /\\u\{202E\}y+…/);
		assert.match(await page.textContent("#family-title"), /^Family of z+…$/);
		assert((await page.evaluate(() => document.body.innerText.length)) < 40000);
		assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the window");
		await done();
	},

	async "filters and search narrow the list"(browser) {
		const { page, done } = await open(browser, "plain.html");
		const { findings } = (await dataOf(page)).report;
		assert.strictEqual(await countOf(page), findings.length);
		await page.fill("#filter-search", "NEAR.py");
		assert.strictEqual(await countOf(page), findings.filter((f) => JSON.stringify(f).toLowerCase().includes("near.py") && `${f.path}${f.message}`.includes("near.py")).length);
		await page.click("button[type=reset]");
		await until(page, (n) => document.getElementById("count").textContent.startsWith(`${n} `), findings.length);
		for (const level of ["error", "warning", "note"]) {
			await page.uncheck(`#filter-${level}`);
			assert.strictEqual(await countOf(page).catch(() => -1), findings.filter((f) => f.severity !== level).length);
			await page.check(`#filter-${level}`);
		}
		const rule = findings[0].rule;
		await page.selectOption("#filter-rule", rule);
		assert.strictEqual(await countOf(page), findings.filter((f) => f.rule === rule).length);
		await page.fill("#filter-search", "nothing is called like this");
		assert.match(await page.textContent("#detail"), /No finding matches/);
		await done();
	},

	async "everything is reached by keyboard"(browser) {
		const { page, done } = await open(browser, "plain.html");
		await page.focus("#list");
		const first = await page.textContent("#detail");
		await page.keyboard.press("ArrowDown");
		assert.notStrictEqual(await page.textContent("#detail"), first);
		await page.keyboard.press("End");
		const last = await page.getAttribute("#list", "aria-activedescendant");
		assert.strictEqual(await page.getAttribute(`#${last}`, "aria-selected"), "true");
		assert.strictEqual(await page.getAttribute(`#${last}`, "aria-posinset"), await page.getAttribute(`#${last}`, "aria-setsize"));
		await page.keyboard.press("Home");
		assert.strictEqual(await page.textContent("#detail"), first);
		await page.focus(".tile[tabindex='0']");
		await page.keyboard.press("Enter");
		assert.strictEqual(await page.evaluate(() => document.activeElement.id), "family-title");
		await page.focus(".node[tabindex='0']");
		await page.keyboard.press("Enter");
		assert.match(await page.evaluate(() => document.activeElement.parentNode.id), /^member-\d+$/);
		assert.ok(await page.evaluate(() => document.activeElement.parentNode.open));
		await page.waitForSelector(".member[open] li");
		const unnamed = await page.evaluate(() => [...document.querySelectorAll("button, input, select, [role=button], [role=region], [role=listbox]")]
			.filter((e) => !(e.getAttribute("aria-label") || e.textContent.trim() || (e.labels && e.labels.length))).map((e) => e.outerHTML.slice(0, 90)));
		assert.deepStrictEqual(unnamed, []);
		await done();
	},

	async "a family has its graph and its differences"(browser) {
		const { page, done } = await open(browser, "plain.html");
		const { report, texts } = await dataOf(page);
		const family = report.families[0];
		assert.strictEqual(await page.locator(".tile").count(), report.families.length);
		assert((await page.locator(".node").count()) >= 3, "canonical, rivals and importers");
		assert.strictEqual(await page.locator(".node").count() - 1, await page.locator(".edge").count());
		assert.strictEqual(await page.locator(".node.canonical").count(), 1);
		assert.strictEqual(await page.locator(".member").count(), family.members.length);
		const text = texts.find((t) => family.members[t.member].path === "app/near.py");
		await page.getByText(/^Difference: /).nth(texts.filter((t) => t.family === 0).indexOf(text)).click();
		await page.waitForSelector(".difference .come");
		const come = await page.locator(".difference .come").allTextContents();
		assert(come.some((line) => line.includes("size = max(size, 1)")), `the added line is marked: ${come}`);
		await done();
	},

	async "new and gone are told apart from known"(browser) {
		const { page, done } = await open(browser, "baseline.html");
		const { report } = await dataOf(page);
		const known = report.findings.filter((f) => f.known).length;
		assert(known > 0 && known < report.findings.length && report.summary.findings.stale > 0);
		const trend = await page.textContent("#trend-body");
		assert(trend.includes(`${report.findings.length - known} new`) && trend.includes(`${report.summary.findings.stale} gone`), trend);
		assert.deepStrictEqual(await page.locator("#gone li bdi").allTextContents(), report.gone.map((g) => g.text));
		assert(report.gone.some((g) => g.text.includes("app/near.py")), "what is gone is named");
		await page.selectOption("#filter-known", "false");
		assert.strictEqual(await countOf(page), report.findings.length - known);
		await done();
	},

	async "what is suppressed stands apart, with its reason"(browser) {
		const { page, done } = await open(browser, "baseline.html");
		const { report } = await dataOf(page);
		assert(report.suppressed.length > 0);
		assert.strictEqual(await page.locator("#suppressed-rows tbody tr").count(), report.suppressed.length);
		assert.match(await page.textContent("#suppressed-rows tbody"), /app\/said\.py:.*ignore.*<b>meant<\/b> to be until 2027-01-31/s);
		assert(!(await page.textContent("#list")).includes("app/said.py"));
		await done();
		const plain = await open(browser, "plain.html");
		assert.strictEqual(await plain.page.isVisible("#suppressed"), false);
		await plain.done();
	},

	async "what was not seen is listed"(browser) {
		const { page, done } = await open(browser, "baseline.html");
		const { coverage } = (await dataOf(page)).report;
		assert.strictEqual(coverage.unparsed.length, 1);
		assert.strictEqual(await page.locator("#coverage-body li").count(), 0);
		await page.getByText(/^Files that do not parse/).click();
		await page.waitForSelector("#coverage-body li");
		assert.match(await page.textContent("#coverage-body li"), /app\/open\.py:\d+ /);
		await done();
	},

	async "five thousand findings stay in hand"(browser) {
		const { page, done } = await open(browser, "many.html");
		assert.strictEqual(await countOf(page), 5000);
		/* What is quick anywhere is little work; how long it takes here is said below, and measured by tests/bench/reports. */
		const elements = await page.evaluate(() => document.querySelectorAll("*").length);
		assert(elements < ELEMENTS_MAX, `${elements} elements`);
		await until(page, () => performance.getEntriesByName("first-contentful-paint").length);
		const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
		assert((await page.locator(".row").count()) <= ROWS_MAX);
		await page.focus("#list");
		await page.keyboard.press("End");
		await page.waitForSelector("#finding-4999");
		await page.evaluate(() => { document.getElementById("list").scrollTop = 100000; });
		await until(page, () => document.querySelector(".row[data-index='2175']"));
		assert((await page.locator(".row").count()) <= ROWS_MAX);
		await page.fill("#filter-search", "file04321");
		assert.strictEqual(await countOf(page), 1);
		console.log(`# first paint of 5,000 findings: ${Math.round(paint)} ms, ${elements} elements`);
		await done();
	},

	async "light, dark, narrow and paper"(browser) {
		const grounds = new Set();
		for (const colorScheme of ["light", "dark"])
			for (const width of [1280, 390]) {
				const { page, done } = await open(browser, "baseline.html", { colorScheme, viewport: { width, height: 900 } });
				grounds.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
				assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}: wider than the window`);
				if (shots) await page.screenshot({ path: path.join(shots, `${colorScheme}-${width}.png`), fullPage: true });
				await done();
			}
		assert.strictEqual(grounds.size, 2);
		const { page, done } = await open(browser, "baseline.html", { colorScheme: "light" });
		await page.click("#theme");
		await page.click("#theme");
		assert(grounds.has(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)));
		assert.match(await page.textContent("#theme"), /dark/);
		await page.emulateMedia({ media: "print" });
		await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
		assert.strictEqual(await page.locator("#print-list tbody tr").count(), (await dataOf(page)).report.findings.length);
		assert.strictEqual(await page.isVisible("#list"), false);
		if (shots) await page.screenshot({ path: path.join(shots, "paper.png"), fullPage: true });
		await done();
	},
};

(async () => {
	const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
	let failed = 0;
	for (const [title, run] of Object.entries(tests)) {
		try {
			await run(browser);
			console.log(`ok - ${title}`);
		} catch (wrong) {
			failed++;
			console.log(`not ok - ${title}\n    ${String(wrong.stack || wrong).replace(/\n/g, "\n    ")}`);
		}
	}
	await browser.close();
	console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
	process.exit(failed ? 1 : 0);
})();
