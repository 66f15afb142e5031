/* Starts what a page can do beyond reading: live lists, forms that lose nothing, the state of the line. */
import {mindDuty} from "./duty.js";
import {mindForms} from "./forms.js";
import {forgetOld} from "./drafts.js";
import {keepPages, tellLine} from "./line.js";
import {keepLive, watchCase} from "./lists.js";
import {sendWaiting} from "./outbox.js";
import {forgetDistances, tellDistances} from "./place.js";
import {mindPlaces} from "./places.js";

document.documentElement.classList.add("script");
tellLine();
keepPages();
forgetOld();
mindForms(document);
sendWaiting();
mindDuty(() => { for (const list of document.querySelectorAll("[data-live]")) { forgetDistances(list); tellDistances(list); } });
mindPlaces(document);
for (const list of document.querySelectorAll("[data-live]"))
  if (!("side" in list.dataset) || matchMedia("(min-width: 720px)").matches) keepLive(list);
const article = document.querySelector("[data-case-live]");
if (article) watchCase(article);
