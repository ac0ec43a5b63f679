"""The names of a diagram's steps, which people read on the desk and in a dossier's history."""

from defusedxml import ElementTree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
STEPS = {f"{BPMN}userTask", f"{BPMN}manualTask", f"{BPMN}intermediateCatchEvent"}


def step_names(bpmn: str) -> list[str]:
    """Return the names of steps and of what is waited for; none of a text that is no diagram."""
    try:
        elements = list(ElementTree.fromstring(bpmn.encode()).iter())
    except ElementTree.ParseError:
        return []  # the linter says what is wrong with the diagram itself
    return [element.get("name", "") for element in elements if element.tag in STEPS and element.get("name")]
