/* Where the device is: metres to the point of a case, in forms and, where it may be asked without a question, in lists. */
import {onDuty} from "./duty.js";
import {fill} from "./words.js";

const METRES = 111195; // of a degree on the mean sphere
let here = null;

export function metresTo(place, lon, lat) {
  const north = (place.latitude - lat) * METRES;
  const east = (place.longitude - lon) * METRES * Math.cos(place.latitude * Math.PI / 180);
  return Math.round(Math.hypot(north, east));
}

function locate(found, failed) {
  if (!navigator.geolocation || !isSecureContext) return failed();
  navigator.geolocation.getCurrentPosition(place => found(place.coords), failed, {enableHighAccuracy: true, timeout: 15000, maximumAge: 60000});
}

/* The position of a form: by its button where it has one, else at once. */
export function mindPlace(form, changed) {
  const state = form.querySelector("[data-geo-state]"), fields = form.querySelectorAll("[data-geo]");
  if (!state || !fields.length) return;
  const ask = () => locate(coords => {
    for (const field of fields) field.value = (field.dataset.geo === "lon" ? coords.longitude : coords.latitude).toFixed(7);
    const values = {m: Math.round(coords.accuracy), d: metresTo(coords, Number(state.dataset.lon), Number(state.dataset.lat))};
    state.textContent = fill(state.dataset.gotWords, values);
    changed();
  }, () => { state.textContent = state.dataset.notWords; });
  const button = form.querySelector("[data-geo-button]");
  if (button) button.addEventListener("click", () => onDuty() ? ask() : offDuty(state));
  else if (onDuty()) ask();
  else offDuty(state);
}

function offDuty(state) {
  state.textContent = document.body.dataset.duty || "";
}

/* Off duty: what is known of the place of the device goes. */
export function forgetDistances(list) {
  if (onDuty()) return;
  here = null;
  for (const row of list.querySelectorAll("[data-distance]")) row.textContent = "";
}

/* Metres or kilometres beside each row; asks nobody: only where the position is allowed already. */
export async function tellDistances(list) {
  const rows = list.querySelectorAll("[data-distance]");
  if (!rows.length || !navigator.permissions || !onDuty()) return;
  if (!here) {
    if ((await navigator.permissions.query({name: "geolocation"})).state !== "granted") return;
    here = await new Promise(done => locate(done, () => done(null)));
  }
  if (!here) return;
  for (const row of list.querySelectorAll("[data-distance]")) {
    const metres = metresTo(here, Number(row.dataset.lon), Number(row.dataset.lat));
    row.textContent = metres < 1000 ? fill(list.dataset.mWords, {n: metres}) : fill(list.dataset.kmWords, {n: (metres / 1000).toFixed(1)});
  }
}
