/* Making elements: whatever comes from the code base goes in as text, never as markup. */
const SVG = "http://www.w3.org/2000/svg";
const TEXT_MAX = 240;

const byId = (id) => document.getElementById(id);

function fill(node, attributes, children) {
	for (const [name, value] of Object.entries(attributes || {})) {
		if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
		else if (value === true) node.setAttribute(name, "");
		else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
	}
	for (const child of children.flat()) {
		if (child === null || child === undefined || child === false) continue;
		node.append(child instanceof Node ? child : document.createTextNode(String(child)));
	}
	return node;
}

const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/* Characters that cannot be seen, or that turn what stands around them, are shown by their numbers. */
function visible(text) {
	return String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
		(c) => `\\u{${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}}`);
}

function shortened(text, most = TEXT_MAX) {
	const shown = visible(String(text).slice(0, most + 1));
	return shown.length > most ? `${shown.slice(0, most)}…` : shown;
}

/* Names and places from the code base: of their own direction, whatever script they are in. */
const name = (text, most) => el("bdi", { class: "name", title: text && text.length > most ? shortened(text, 2000) : null }, shortened(text, most));
/* A sentence of ours, in which backticks mark names of the code base. */
const sentence = (text, most) => el("bdi", {}, shortened(text, most).split("`").map((part, i, all) => (i % 2 && i < all.length - 1 ? el("code", {}, part) : i % 2 ? `\`${part}` : part)));
const place = (path, line) => el("bdi", { class: "place" }, path === null ? "" : shortened(line === null ? path : `${path}:${line}`, 400));

const number = (n) => n.toLocaleString("en");
const counted = (n, one, many) => `${number(n)} ${n === 1 ? one : many}`;
