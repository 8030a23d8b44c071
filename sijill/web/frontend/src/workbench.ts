// Entry point of every page. Pages read well without it; each module below adds to an element that asks for it.
import "./style";
import { watchChoice } from "./choose";
import { watchDocument } from "./document";
import { watchForms } from "./forms";
import { watchKeys } from "./keyboard";
import { watchPicking } from "./pick";

watchForms();
watchKeys();
watchDocument();
watchChoice();
watchPicking();

if (document.querySelector("[data-timeline]")) void import("./timeline").then((module) => module.watchTimelines());

const maps = document.querySelectorAll<HTMLElement>("[data-map]");
if (maps.length) {
  void import("./map/workbench").then(async ({ showServedMap }) => {
    for (const element of maps) await showServedMap(element);
  });
}
