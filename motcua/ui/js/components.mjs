// GOV.UK Frontend's components where we differ: names that say what is seen (WCAG 2.5.3), and no ARIA where it is not allowed.
import {
  Accordion as GovukAccordion,
  ErrorSummary as GovukErrorSummary,
  FileUpload as GovukFileUpload,
  Radios as GovukRadios,
} from "govuk-frontend";

export class Radios extends GovukRadios {
  /** A radio must not carry aria-expanded; what opens follows at once in reading order. */
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
  }
}

export class Accordion extends GovukAccordion {
  /** The button's own words (heading, summary, "open") are its name. */
  setExpanded(expanded, section) {
    super.setExpanded(expanded, section);
    const button = section.querySelector(`.${this.sectionButtonClass}`);
    if (button) button.removeAttribute("aria-label");
  }
}

export class FileUpload extends GovukFileUpload {
  /** Name the button by the field's label and its own words, in the order they are seen. */
  createButton() {
    const button = super.createButton();
    const comma = button.querySelector(`#${CSS.escape(this.id)}-comma`);
    if (comma) comma.replaceWith(" ");
    button.setAttribute("aria-labelledby", `${this.$label.id} ${button.id}`);
    return button;
  }
}

export class ErrorSummary extends GovukErrorSummary {
  /** A field may lie in a part that is shut: the browser would open it, but the way there is taken from it. */
  focusTarget(target) {
    const field = target instanceof HTMLAnchorElement && target.hash && document.getElementById(target.hash.slice(1));
    for (let part = field && field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    return super.focusTarget(target);
  }
}
