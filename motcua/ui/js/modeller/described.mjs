// Our attributes of steps, so that the modeller keeps and changes them (motcua/workflow/diagram.py reads them).
const text = (name) => ({ name, isAttr: true, type: "String" });

export const described = {
  name: "Motcua",
  uri: "urn:motcua:process:1",
  prefix: "motcua",
  // As in BPMN itself: without it the elements that we extend would be written with a capital letter.
  xml: { tagAlias: "lowerCase" },
  types: [
    { name: "Step", extends: ["bpmn:UserTask"], properties: ["kind", "role", "agency", "budget", "outcomes"].map(text) },
    { name: "Call", extends: ["bpmn:ServiceTask"], properties: ["step"].map(text) },
    { name: "Wait", extends: ["bpmn:IntermediateCatchEvent"], properties: ["role", "agency"].map(text) },
  ],
};
