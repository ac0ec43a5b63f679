// The enhancements of the pages. Every page works without this file.
import {
  Button,
  CharacterCount,
  Checkboxes,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
  Tabs,
  createAll,
} from "govuk-frontend";
import { Accordion, ErrorSummary, FileUpload, Radios } from "./components.mjs";
import { offerCopies } from "./copying.mjs";
import { listen } from "./shortcuts.mjs";

for (const component of [
  Accordion, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, Tabs,
]) {
  createAll(component);
}
// A second press within a second is nearly always a mistake.
createAll(Button, { preventDoubleClick: true });

listen(document);
offerCopies(document);
