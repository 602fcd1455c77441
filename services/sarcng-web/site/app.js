// The reservations' page. The API answers under the same origin, so there is no address to know and nothing to allow.

const FIELDS = ["resource", "holder", "starts_at", "ends_at"];
const form = document.getElementById("new");
const list = document.getElementById("list");
const more = document.getElementById("more");
const only = document.getElementById("only");
const times = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
let next = null;
let asked = 0;

/** Ask the API; what it refuses is thrown as it says it. */
async function ask(method, path, content) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: content ? { "Content-Type": "application/json" } : {},
      body: content ? JSON.stringify(content) : undefined,
      signal: AbortSignal.timeout(15000),
    });
  } catch {
    throw { detail: "The service cannot be reached. Try again in a moment." };
  }
  if (answer.status === 204) return null;
  const said = await answer.json().catch(() => ({ detail: "The service gave no proper answer. Try again in a moment." }));
  if (!answer.ok) throw said;
  return said;
}

function tell(text, bad = false) {
  const message = document.getElementById("message");
  message.textContent = text;
  message.classList.toggle("bad", bad);
}

/** Show what is wrong beside each field, and go to the first of them. */
function show(errors) {
  let first = null;
  for (const field of FIELDS) {
    const found = errors.find((error) => error.field === field);
    const input = form.elements[field];
    document.getElementById(`${field}-error`).textContent = found ? `${found.message[0].toUpperCase()}${found.message.slice(1)}.` : "";
    if (found) {
      input.setAttribute("aria-invalid", "true");
      first ??= input;
    } else {
      input.removeAttribute("aria-invalid");
    }
  }
  first?.focus();
}

/** What the browser itself knows to be missing, so that nobody waits for an answer to learn it. */
function missing() {
  return FIELDS.filter((field) => !form.elements[field].value.trim()).map((field) => ({ field, message: "is required" }));
}

function row(item) {
  const line = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = item.resource;
  line.append(name);
  const holder = document.createElement("td");
  holder.textContent = item.holder;
  line.append(holder);
  for (const at of [item.starts_at, item.ends_at]) {
    const cell = document.createElement("td");
    const time = document.createElement("time");
    time.dateTime = at;
    time.textContent = times.format(new Date(at));
    cell.append(time);
    line.append(cell);
  }
  const cell = document.createElement("td");
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.textContent = "Cancel";
  cancel.setAttribute("aria-label", `Cancel ${item.resource} for ${item.holder}, ${times.format(new Date(item.starts_at))}`);
  cancel.addEventListener("click", () => remove(item, cancel));
  cell.append(cancel);
  line.append(cell);
  return line;
}

async function load(after = null) {
  const mine = ++asked; // answers may overtake each other; the last question counts
  const query = new URLSearchParams({ limit: "20" });
  if (only.value.trim()) query.set("resource", only.value.trim());
  if (after) query.set("after", after);
  try {
    const page = await ask("GET", `/reservations?${query}`);
    if (mine !== asked) return;
    const rows = page.items.map(row);
    if (after) list.append(...rows);
    else list.replaceChildren(...rows);
    if (after) rows[0]?.querySelector("button").focus();
    next = page.next ?? null;
    more.hidden = next === null;
    document.getElementById("none").hidden = list.children.length > 0;
  } catch (problem) {
    if (mine === asked) tell(problem.detail, true);
  }
}

async function remove(item, button) {
  button.disabled = true;
  try {
    await ask("DELETE", `/reservations/${item.id}`);
  } catch (problem) {
    if (problem.status !== 404) { // somebody else was faster: gone is gone
      button.disabled = false;
      tell(problem.detail, true);
      return;
    }
  }
  tell(`${item.resource} for ${item.holder} is cancelled.`);
  await load();
  document.getElementById("list-title").focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const lacking = missing();
  show(lacking);
  if (lacking.length) return;
  const draft = Object.fromEntries(FIELDS.map((field) => [field, form.elements[field].value.trim()]));
  for (const field of ["starts_at", "ends_at"]) draft[field] = new Date(draft[field]).toISOString();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const made = await ask("POST", "/reservations", draft);
    tell(`${made.resource} is reserved for ${made.holder}.`);
    form.reset();
    form.elements.resource.focus();
    await load();
  } catch (problem) {
    show(problem.errors ?? []);
    tell(problem.detail, true);
  } finally {
    button.disabled = false;
  }
});
document.getElementById("filter").addEventListener("submit", (event) => {
  event.preventDefault();
  load();
});
more.addEventListener("click", () => load(next));

await load();
