// What can be drawn: only what a process of ours may hold. The words come with the page.
const PARTS = {
  step: { type: "bpmn:UserTask", icon: "bpmn-icon-user-task", options: { "motcua:kind": "generic", "motcua:agency": "competent", "motcua:budget": "0", "motcua:outcomes": "done" } },
  choice: { type: "bpmn:ExclusiveGateway", icon: "bpmn-icon-gateway-xor" },
  parallel: { type: "bpmn:ParallelGateway", icon: "bpmn-icon-gateway-parallel" },
  end: { type: "bpmn:EndEvent", icon: "bpmn-icon-end-event-none" },
};

function made(elementFactory, key) {
  const { type, options } = PARTS[key];
  const shape = elementFactory.createShape({ type });
  for (const [name, value] of Object.entries(options || {})) {
    shape.businessObject.set(name, value);
  }
  return shape;
}

class Tools {
  constructor(palette, create, elementFactory, handTool, spaceTool, globalConnect, words) {
    Object.assign(this, { create, elementFactory, handTool, spaceTool, globalConnect, words });
    palette.registerProvider(this);
  }

  getPaletteEntries() {
    const { create, elementFactory, handTool, spaceTool, globalConnect, words } = this;
    const entries = {
      hand: { group: "tools", className: "bpmn-icon-hand-tool", title: words.hand, action: { click: (event) => handTool.activateHand(event) } },
      space: { group: "tools", className: "bpmn-icon-space-tool", title: words.space, action: { click: (event) => spaceTool.activateSelection(event) } },
      connect: { group: "tools", className: "bpmn-icon-connection-multi", title: words.connect, action: { click: (event) => globalConnect.start(event) } },
      line: { group: "tools", separator: true },
    };
    for (const key of Object.keys(PARTS)) {
      const start = (event) => create.start(event, made(elementFactory, key));
      entries[key] = { group: "parts", className: PARTS[key].icon, title: words[key], action: { dragstart: start, click: start } };
    }
    return entries;
  }
}
Tools.$inject = ["palette", "create", "elementFactory", "handTool", "spaceTool", "globalConnect", "config.words"];

class Pad {
  constructor(contextPad, autoPlace, elementFactory, connect, modeling, words) {
    Object.assign(this, { autoPlace, elementFactory, connect, modeling, words });
    contextPad.registerProvider(this);
  }

  getContextPadEntries(element) {
    const { autoPlace, elementFactory, connect, modeling, words } = this;
    const entries = {};
    const isNode = !element.waypoints && !element.labelTarget && element.type !== "bpmn:Process";
    if (isNode && element.type !== "bpmn:EndEvent") {
      for (const key of ["step", "choice", "end"]) {
        entries[key] = { group: "parts", className: PARTS[key].icon, title: words[key], action: { click: () => autoPlace.append(element, made(elementFactory, key)) } };
      }
      const begin = (event, target) => connect.start(event, target);
      entries.connect = { group: "connect", className: "bpmn-icon-connection-multi", title: words.connect, action: { click: begin, dragstart: begin } };
    }
    entries.remove = { group: "edit", className: "bpmn-icon-trash", title: words.remove, action: { click: () => modeling.removeElements([element]) } };
    return entries;
  }
}
Pad.$inject = ["contextPad", "autoPlace", "elementFactory", "connect", "modeling", "config.words"];

export const tools = {
  __init__: ["paletteProvider", "contextPadProvider"],
  paletteProvider: ["type", Tools],
  contextPadProvider: ["type", Pad],
};
