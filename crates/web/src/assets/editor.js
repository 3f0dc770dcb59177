// The editor of a script: line numbers, a marked line, Tab, keys for saving and running, and a warning about unsaved
// changes. Without it the page is a plain text area with buttons.

import { say } from "./page.js";

const area = document.getElementById("source");
const box = area.closest(".code");
const form = document.getElementById("script-form");

/* Line numbers and the mark, in sync with the text. */

const gutter = document.createElement("div");
gutter.className = "gutter";
gutter.setAttribute("aria-hidden", "true");
const numbers = gutter.appendChild(document.createElement("div"));
const stripe = document.createElement("div");
stripe.className = "stripe";
stripe.hidden = true;
box.prepend(gutter, stripe);
box.classList.add("numbered");

let marked = Number(box.dataset.line) || 0;
let counted = 0;

function draw() {
  const lines = area.value.split("\n").length;
  if (lines !== counted) {
    counted = lines;
    numbers.replaceChildren(...Array.from({ length: lines }, (_, at) => {
      const number = document.createElement("span");
      number.textContent = at + 1;
      return number;
    }));
  }
  gutter.querySelector(".marked")?.classList.remove("marked");
  if (marked > 0) numbers.children[marked - 1]?.classList.add("marked");
  follow();
}

function lineHeight() {
  return parseFloat(getComputedStyle(area).lineHeight);
}

function follow() {
  numbers.style.transform = `translateY(${-area.scrollTop}px)`;
  const top = parseFloat(getComputedStyle(area).paddingTop) + (marked - 1) * lineHeight() - area.scrollTop;
  stripe.hidden = marked === 0 || marked > counted || top < 0 || top > area.clientHeight - lineHeight();
  stripe.style.transform = `translateY(${top}px)`;
}

area.addEventListener("scroll", follow);
new ResizeObserver(follow).observe(area);

/** Scrolls to the marked line and puts the cursor on it. */
function goToMark() {
  const start = area.value.split("\n").slice(0, marked - 1).join("\n").length + (marked > 1 ? 1 : 0);
  area.setSelectionRange(start, start);
  area.scrollTop = Math.max(0, (marked - 6) * lineHeight());
  if (new URL(location.href).searchParams.has("line")) area.focus();
}

draw();
if (marked > 0) goToMark();

/* The reference is open if there is space beside the text. */
const reference = document.getElementById("reference");
if (matchMedia("(min-width: 75rem)").matches) reference.open = true;

if (form) {
  const save = form.querySelector("[data-do=save]");
  const run = form.querySelector("[data-do=run]");
  const dry = form.querySelector("[data-do=dry]");
  const unsaved = document.getElementById("unsaved");
  const { saved: savedWords, notReached } = form.dataset;

  /* Unsaved changes. */

  const state = () => `${form.elements.name.value}\n${area.value}`;
  let stored = "dirty" in form.dataset ? null : state();
  let leaving = false;
  const isDirty = () => stored !== state();
  // A source that differs from the tried one should be tried first.
  const tried = "tried" in form.dataset ? area.value : null;
  const show = () => {
    unsaved.hidden = !isDirty();
    const isTried = tried === area.value;
    run.classList.toggle("primary", isTried);
    dry.classList.toggle("primary", !isTried);
  };

  form.addEventListener("input", (event) => {
    if (event.target === area) {
      marked = 0;
      draw();
    }
    show();
  });
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("beforeunload", (event) => { if (isDirty() && !leaving) event.preventDefault(); });
  addEventListener("pageshow", () => {
    leaving = false;
    draw();
    show();
  });

  /** Saves without leaving the page; if that fails, posts the form as the button does, and the page shows the reason. */
  let saving = false;
  async function saveHere() {
    if (saving) return;
    saving = true;
    try {
      const sent = state();
      const fields = new FormData(form);
      fields.set("do", "save");
      fields.delete("file");
      fields.delete("input");
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: fields });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const version = page.getElementById("saved-version");
      if (!answer.ok || !version) {
        form.requestSubmit(save);
        return;
      }
      form.elements.based_on.value = page.querySelector("[name=based_on]").value;
      document.getElementById("saved-version").replaceWith(document.adoptNode(version));
      document.querySelector("h1").textContent = page.querySelector("h1").textContent;
      stored = sent;
      show();
      say(savedWords);
    } catch {
      say(notReached);
      unsaved.textContent = notReached;
    } finally {
      saving = false;
    }
  }

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.key === "s") {
      event.preventDefault();
      saveHere();
    } else if (event.key === "Enter" && form.contains(document.activeElement)) {
      event.preventDefault();
      form.requestSubmit(run);
    }
  });

  /* Tab inserts spaces, unless Escape was pressed before, so that the keyboard is not trapped in the text. */

  let mayLeave = false;
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      mayLeave = true;
      return;
    }
    if (event.key === "Tab" && !mayLeave && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      if (event.shiftKey) outdent();
      else indent();
      return;
    }
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.isComposing) {
      const before = area.value.slice(0, area.selectionStart);
      const blanks = before.slice(before.lastIndexOf("\n") + 1).match(/^[ \t]*/)[0];
      if (blanks) {
        event.preventDefault();
        type(`\n${blanks}`);
      }
    }
    if (event.key !== "Shift") mayLeave = false;
  });
  area.addEventListener("blur", () => { mayLeave = false; });

  /** Inserts a text like typing, so that it can be undone. */
  function type(text) {
    if (!document.execCommand(text === "" ? "delete" : "insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /** The start and end of the selected lines. */
  function touched() {
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const end = area.value.indexOf("\n", area.selectionEnd);
    return [start, end < 0 ? area.value.length : end];
  }

  function indent() {
    if (!area.value.slice(area.selectionStart, area.selectionEnd).includes("\n")) {
      type("  ");
      return;
    }
    change((line) => `  ${line}`);
  }

  function outdent() {
    change((line) => line.replace(/^( {1,2}|\t)/, ""));
  }

  function change(each) {
    const [start, end] = touched();
    const lines = area.value.slice(start, end);
    const changed = lines.split("\n").map(each).join("\n");
    if (changed === lines) return;
    const from = area.selectionStart;
    area.setSelectionRange(start, end);
    type(changed);
    if (lines.includes("\n")) area.setSelectionRange(start, start + changed.length);
    else area.setSelectionRange(Math.max(start, from + changed.length - lines.length), Math.max(start, from + changed.length - lines.length));
  }

  show();
}
