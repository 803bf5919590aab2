// Taking along what is shown: a picture, a drawing, a link. All made here; nothing leaves the page.

import { el } from "../core/dom.js";
import { drawPicture } from "../map/picture.js";
import { saveFile } from "../table/csv.js";
import { pastedTable, saveWorkbook } from "../table/table.js";
import { NOT_XML } from "../table/xlsx.js";

const SHARP = 2; // pixels of the picture for one of the page
const EMBED_HEIGHT = 640;

/**
 * The menu of what can be taken along.
 * @param {Page} page
 */
export function takeMenu(page) {
  const choice = (/** @type {string} */ key, /** @type {() => void} */ act) => el("button", {
    type: "button", class: "menu-item", click: () => { node.open = false; summary.focus(); act(); },
  }, page.ui(key));
  const summary = el("summary", { class: "tool", id: "tool-take" }, page.ui("take"));
  const node = el("details", {
    class: "menu",
    focusout: (/** @type {FocusEvent} */ event) => {
      if (event.relatedTarget && !node.contains(/** @type {Node} */ (event.relatedTarget))) node.open = false;
    },
    keydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || !node.open) return;
      node.open = false;
      summary.focus();
      event.stopPropagation();
    },
  }, summary, el("div", { class: "menu-items" },
    choice("take_png", () => savePicture(page, "png")),
    choice("take_svg", () => savePicture(page, "svg")),
    choice("take_xlsx", () => saveWorkbook(page)),
    canCopyPictures() ? choice("take_copy", () => copyPicture(page)) : null,
    choice("take_table", () => copyWords(page, pastedTable(page))),
    ...(location.protocol === "about:" ? [] : [
      choice("take_link", () => copyWords(page, location.href)), choice("take_embed", () => copyWords(page, embedCode(page))),
    ])));
  return node;
}

/**
 * @param {Page} page
 * @param {"png" | "svg"} kind
 */
function savePicture(page, kind) {
  const name = `${page.theme().theme}.${kind}`;
  if (kind === "svg") saveFile(name, new Blob([drawingText(drawPicture(page, shownMap()))], { type: "image/svg+xml" }));
  else paintPicture(page, (blob) => saveFile(name, blob));
}

function shownMap() {
  return /** @type {HTMLElement} */ (document.querySelector("#stage .leaflet-container"));
}

/** @param {Element} drawing */
function drawingText(drawing) {
  return new XMLSerializer().serializeToString(drawing).replace(NOT_XML, "");
}

/**
 * @param {Page} page
 * @param {(picture: Blob) => void} done
 */
function paintPicture(page, done) {
  const drawing = drawPicture(page, shownMap());
  const canvas = document.createElement("canvas");
  canvas.width = Number(drawing.getAttribute("width")) * SHARP;
  canvas.height = Number(drawing.getAttribute("height")) * SHARP;
  const image = new Image();
  image.addEventListener("load", () => {
    /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => { if (blob) done(blob); });
  });
  // The page's policy lets pictures come from data: and from nowhere else.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawingText(drawing))}`;
}

function canCopyPictures() {
  return "ClipboardItem" in window && Boolean(navigator.clipboard);
}

/** @param {Page} page */
function copyPicture(page) {
  /** @type {Promise<Blob>} */
  const picture = new Promise((done) => paintPicture(page, done));
  const told = (/** @type {string} */ key) => () => page.announce(page.ui(key));
  navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]).then(told("copied"), told("not_copied"));
}

/**
 * @param {Page} page
 * @param {string} words
 */
function copyWords(page, words) {
  const box = el("textarea", { class: "visually-hidden" }, words);
  document.body.append(box);
  box.select();
  // The newer way is shut in pages opened from a file.
  page.announce(page.ui(document.execCommand("copy") ? "copied" : "not_copied"));
  box.remove();
}

/**
 * What puts this map into a page of one's own: it fits itself into the frame.
 * @param {Page} page
 */
function embedCode(page) {
  const quoted = (/** @type {string} */ words) => words.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const address = `${location.href.split("#")[0]}#${location.hash.slice(1)}${location.hash ? "&" : ""}plain`;
  return `<iframe src="${quoted(address)}" title="${quoted(page.say(page.theme().title))}" sandbox="allow-scripts allow-popups" `
    + `loading="lazy" style="width:100%;height:${EMBED_HEIGHT}px;border:0"></iframe>`;
}
