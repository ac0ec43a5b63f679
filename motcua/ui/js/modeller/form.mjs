// The form beside the drawing: one fieldset for each kind of part, written by the server, shown and filled here.
import { Conditions } from "./conditions.mjs";

const KINDS = {
  "bpmn:UserTask": "step",
  "bpmn:ServiceTask": "call",
  "bpmn:IntermediateCatchEvent": "wait",
  "bpmn:SequenceFlow": "flow",
};

export function follow(modeller, form) {
  const modeling = modeller.get("modeling");
  const moddle = modeller.get("moddle");
  const fieldsets = [...form.querySelectorAll("[data-part]")];
  let shown = null;
  const conditions = new Conditions(modeller, form.querySelector("[data-condition]"), (text) => write(shown, "condition", text));

  function show(element) {
    shown = element;
    const kind = element ? KINDS[element.type] || "other" : "none";
    for (const fieldset of fieldsets) {
      fieldset.hidden = fieldset.dataset.part !== kind;
    }
    for (const box of boxes(kind)) {
      const value = read(element, box.dataset.attribute);
      if (box.type === "checkbox") {
        box.checked = Boolean(value);
      } else {
        // A word that the list does not know stays to be seen, and the linter says so.
        if (box.tagName === "SELECT" && value && ![...box.options].some((option) => option.value === value)) {
          box.add(new Option(value, value));
        }
        box.value = value || "";
      }
    }
    if (kind === "flow") conditions.show(element, read(element, "condition") || "");
  }

  const boxes = (kind) => {
    const fieldset = fieldsets.find((one) => one.dataset.part === kind);
    return fieldset ? [...fieldset.querySelectorAll("[data-attribute]")] : [];
  };

  function read(element, attribute) {
    const object = element.businessObject;
    if (attribute === "condition") return object.conditionExpression && object.conditionExpression.body;
    if (attribute === "default") return object.sourceRef.default === object;
    return object.get(attribute);
  }

  function write(element, attribute, value) {
    const object = element.businessObject;
    if (attribute === "condition") {
      const condition = value ? moddle.create("bpmn:FormalExpression", { body: value }) : undefined;
      modeling.updateProperties(element, { conditionExpression: condition });
    } else if (attribute === "default") {
      modeling.updateProperties(element.source, { default: value ? object : undefined });
    } else if (attribute === "name") {
      modeling.updateLabel(element, value);
    } else {
      modeling.updateProperties(element, { [attribute]: value || undefined });
    }
  }

  form.addEventListener("change", (event) => {
    const box = event.target;
    if (shown && box.dataset.attribute) {
      write(shown, box.dataset.attribute, box.type === "checkbox" ? box.checked : box.value.trim());
    }
  });
  const chosen = () => {
    const selection = modeller.get("selection").get();
    const one = selection.length === 1 ? selection[0] : null;
    show(one && one.labelTarget ? one.labelTarget : one);
  };
  modeller.on("selection.changed", chosen);
  modeller.on("element.changed", (event) => { if (shown && event.element === shown) chosen(); });
  show(null);
}
