// The condition of an arrow in words: rows of field, comparison, value. What has another shape stays CEL in its own box,
// and a sentence says so. Nothing is written until somebody changes a row, so a diagram comes back as it was.
const PATH = "[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*";
const TEXT = `"[^"\\\\]*"|'[^'\\\\]*'`;
const ONE = new RegExp(`^\\s*(${PATH})\\s*(==|!=)\\s*(${TEXT})\\s*$`);
const LISTED = new RegExp(`^\\s*(${PATH})\\s+in\\s*\\[\\s*((?:${TEXT})(?:\\s*,\\s*(?:${TEXT}))*)\\s*\\]\\s*$`);

// Returns {join, rows: [{path, sign, value}]}, or null for what rows cannot hold.
export function parse(text, most) {
  if (!text.trim()) return { join: "&&", rows: [] };
  const listed = LISTED.exec(text);
  if (listed) {
    const values = listed[2].match(new RegExp(TEXT, "g"));
    const rows = values.map((value) => ({ path: listed[1], sign: "==", value: value.slice(1, -1) }));
    return rows.length > most ? null : { join: "||", rows };
  }
  const joins = new Set(text.match(/&&|\|\|/g) || []);
  if (joins.size > 1) return null;
  const rows = [];
  for (const part of text.split(/&&|\|\|/)) {
    const found = ONE.exec(part);
    if (!found) return null;
    rows.push({ path: found[1], sign: found[2], value: found[3].slice(1, -1) });
  }
  return rows.length > most ? null : { join: [...joins][0] || "&&", rows };
}

export function write({ join, rows }) {
  return rows.map(({ path, sign, value }) => `${path} ${sign} "${value}"`).join(` ${join} `);
}

// The steps that may have been the last before a part of the drawing.
function stepsBefore(part) {
  const found = [];
  const seen = new Set([part]);
  const todo = [part];
  while (todo.length) {
    for (const flow of todo.pop().incoming || []) {
      const source = flow.sourceRef;
      if (!source || seen.has(source)) continue;
      seen.add(source);
      if (source.$type === "bpmn:UserTask") found.push(source);
      else todo.push(source);
    }
  }
  return found;
}

export class Conditions {
  constructor(modeller, place, change) {
    this.registry = modeller.get("elementRegistry");
    this.place = place;
    this.offers = JSON.parse(place.dataset.offers);
    this.rows = [...place.querySelectorAll("[data-row]")];
    this.join = place.querySelector("[data-join]");
    this.element = null;
    this.text = null;
    place.addEventListener("change", (event) => {
      const row = event.target.closest("[data-row]");
      if (!row && event.target !== this.join) return;
      if (event.target.dataset.box === "path") this.offerValues(row);
      const rows = this.rows.map((one) => this.read(one)).filter((one) => one.path && one.value);
      // A row that is half filled says nothing yet.
      if (this.rows.some((one) => this.read(one).path && !this.read(one).value)) {
        this.reveal();
        return;
      }
      this.text = write({ join: this.join.value, rows });
      this.reveal();
      change(this.text);
    });
  }

  box(row, name) {
    return row.querySelector(`[data-box=${name}]`);
  }

  read(row) {
    return { path: this.box(row, "path").value, sign: this.box(row, "sign").value, value: this.box(row, "value").value };
  }

  show(element, text) {
    if (element === this.element && text === this.text) return;
    this.element = element;
    this.text = text;
    this.fields = this.known(element);
    const found = parse(text, this.rows.length);
    const isSaid = found && found.rows.every((row) => this.fields.has(row.path));
    this.place.querySelector("[data-said]").hidden = !isSaid;
    this.place.querySelector("[data-unsaid]").hidden = Boolean(isSaid);
    if (!isSaid) this.place.querySelector("details").open = true;
    if (found) this.join.value = found.join;
    this.rows.forEach((row, number) => {
      const given = (isSaid && found.rows[number]) || { path: "", sign: "==", value: "" };
      fill(this.box(row, "path"), [...this.fields].map(([path, field]) => [path, field.label]), given.path);
      this.box(row, "sign").value = given.sign;
      this.offerValues(row, given.value);
    });
    this.reveal();
  }

  offerValues(row, value = "") {
    const field = this.fields.get(this.box(row, "path").value);
    fill(this.box(row, "value"), field ? Object.entries(field.values) : [], value);
  }

  // The filled rows and one more are to be seen.
  reveal() {
    const filled = this.rows.map((row) => Boolean(this.read(row).path));
    const last = filled.lastIndexOf(true);
    this.rows.forEach((row, number) => { row.hidden = number > last + 1; });
    this.join.closest(".govuk-form-group").hidden = filled.filter(Boolean).length < 2;
  }

  // What a condition here may speak of, with its values: read from the drawing as it stands now.
  known(element) {
    const { words, outcomes, cases, channels } = this.offers;
    const ends = (step) => {
      const known = outcomes[step.get("motcua:kind")] || {};
      const keys = (step.get("motcua:outcomes") || "").split(",").map((key) => key.trim()).filter(Boolean);
      return Object.fromEntries(keys.map((key) => [key, known[key] || key]));
    };
    const named = (step) => words.ended.replace("%(name)s", step.name || step.id);
    const before = stepsBefore(element.businessObject.sourceRef);
    const fields = new Map();
    if (before.length) {
      fields.set("outcome", { label: before.length === 1 ? named(before[0]) : words.before, values: Object.assign({}, ...before.map(ends)) });
    }
    if (Object.keys(cases).length) fields.set("case", { label: words.case, values: cases });
    fields.set("channel", { label: words.channel, values: channels });
    for (const step of this.registry.filter((one) => one.type === "bpmn:UserTask").map((one) => one.businessObject)) {
      fields.set(`outcomes.${step.id}`, { label: `${named(step)} (${words.any})`, values: ends(step) });
    }
    return fields;
  }
}

function fill(select, options, value) {
  const known = value && !options.some(([key]) => key === value) ? [...options, [value, value]] : options;
  select.replaceChildren(new Option("–", ""), ...known.map(([key, words]) => new Option(words, key)));
  select.value = value;
}
