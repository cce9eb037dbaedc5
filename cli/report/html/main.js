/* Brings the page up: what is seen first is drawn first. */
const THEMES = ["system", "light", "dark"];

function showTheme() {
	let theme = "system";
	try { theme = localStorage.getItem("canonry-theme") || theme; } catch { /* a file may not be allowed to keep anything */ }
	const set = (next) => {
		theme = THEMES.includes(next) ? next : "system";
		document.documentElement.style.colorScheme = theme === "system" ? "light dark" : theme;
		byId("theme").textContent = `Theme: ${theme}`;
	};
	byId("theme").addEventListener("click", () => {
		set(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]);
		try { localStorage.setItem("canonry-theme", theme); } catch { /* the same */ }
	});
	set(theme);
}

showTheme();
showSummary();
showTrend();
showMap();
showFindings();
showSuppressed();
showCoverage();
if (families.length) chooseFamily(0, false);
