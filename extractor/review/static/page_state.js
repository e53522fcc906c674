"use strict";
// The correction page in the browser, in several scripts that share their names: base.html loads them in order.
// What all of them need: the page's parts and what this visit has seen of the document.
// Document text reaches the page as text nodes only; nothing here builds HTML from strings of a document.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const length = (text) => [...text].length; // offsets count code points, not UTF-16 units
const csrf = () => $('meta[name="csrf"]')?.content ?? "";

let known = 0; // revision of the document that this person has seen
let panels = new Map(); // pointer → HTML of its panel, fetched ahead
let ahead = null; // {url, html} of the next document, fetched ahead
let typing = false; // digits go into the field instead of choosing among the alternatives
let selection = null; // {start, end} of the words selected in the document
let decidedHere = new Set(); // decided since the last answer of the server
let isLeavingDone = false; // the last doubt was decided: the next document comes once the server has it
let turn = 0; // counts what was asked to be shown beside the text
let sheetTurn = 0; // counts how often the sheet was asked for anew
let isOpening = false; // a place was asked for and its panel has not come yet
let cameAt = -Infinity; // when the next document came by itself
const KEY_OF_BEFORE_MS = 350; // an Enter so soon after that was meant for the document before

const main = () => $("main[data-report]");
const panel = () => $("#panel");
const sheet = () => $("#sheet-body");
const report = () => main().dataset.report;
const pointer = () => panel()?.dataset.pointer ?? "";
const canWrite = () => "canWrite" in main().dataset;
const order = () => JSON.parse(sheet().dataset.order).filter((each) => !decidedHere.has(each));
const at = (where) => $$("[data-p]", sheet()).find((each) => each.dataset.p === where);
