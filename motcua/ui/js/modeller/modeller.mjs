// Draws a process in the browser. The text of the diagram in its box is what is sent: the drawing writes it there, and
// whoever has no JavaScript, or rather types, uses the box alone.
import Modeler from "bpmn-js/lib/Modeler.js";
import AlignElementsModule from "bpmn-js/lib/features/align-elements";
import DistributeElementsModule from "bpmn-js/lib/features/distribute-elements";
import { described } from "./described.mjs";
import { follow } from "./form.mjs";
import { tools } from "./tools.mjs";

// These two draw their signs with style attributes, which our Content-Security-Policy refuses.
const LEFT_OUT = [AlignElementsModule, DistributeElementsModule];

class OurModeler extends Modeler {}
OurModeler.prototype._modules = Modeler.prototype._modules.filter((module) => !LEFT_OUT.includes(module));

// The whole where it can still be read, else its beginning, free of the tools at the left.
function show(canvas) {
  if (canvas.zoom("fit-viewport") >= 0.75) return;
  const { inner, outer } = canvas.viewbox();
  const width = outer.width / 0.85;
  const height = outer.height / 0.85;
  canvas.viewbox({ x: inner.x - 130, y: inner.y + inner.height / 2 - height / 2, width, height });
}

async function begin(place) {
  const box = document.getElementById(place.dataset.text);
  const modeller = new OurModeler({
    container: place.querySelector("[data-canvas]"),
    moddleExtensions: { motcua: described },
    additionalModules: [tools],
    words: JSON.parse(place.dataset.words),
  });
  place.hidden = false;
  try {
    await modeller.importXML(box.value);
  } catch (problem) {
    // What cannot be drawn is mended as text; the linter says what it is.
    place.hidden = true;
    modeller.destroy();
    return;
  }
  show(modeller.get("canvas"));
  follow(modeller, place.querySelector("[data-form]"));
  let writing = Promise.resolve();
  modeller.on("commandStack.changed", () => {
    writing = writing.then(async () => {
      const { xml } = await modeller.saveXML({ format: true });
      box.value = xml;
      place.dataset.state = "changed";
    });
  });
  const form = box.form;
  form.addEventListener("submit", () => { form.dataset.saved = "1"; });
  window.addEventListener("beforeunload", (event) => {
    if (place.dataset.state === "changed" && !form.dataset.saved) event.preventDefault();
  });
  place.dataset.state = place.dataset.state || "ready";
}

for (const place of document.querySelectorAll("[data-modeller]")) {
  begin(place);
}
