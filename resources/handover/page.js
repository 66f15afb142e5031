// The page of a hand-over: what the unit has to do, what it marks there, and the reply that it saves.

const told = (id) => JSON.parse(document.getElementById(id).textContent);
const at = (id) => document.getElementById(id);
const paper = told("paper"), words = told("words"), pictures = told("photos"), beside = told("beside");
const handover = JSON.parse(paper.handover), legs = handover.legs || [];
const VERSION = "griddesk-reply/1";
const keeping = new Keeping(handover.id);
let state = { lang: document.documentElement.lang === "en" ? "en" : "zh_CN", name: "", deeds: [], drafts: {}, saved: 0, kept: [] };
let photos = {}, wrong = {};

function say(key, details = {}) {
  return words[state.lang][key].replace(/\{(\w+)\}/g, (_, name) => details[name]);
}

const own = (zh, en) => (state.lang === "en" && en ? en : zh || "");
const tag = () => state.lang.replace("_", "-");
const clock = new Intl.DateTimeFormat("en", {
  timeZone: handover.zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  hourCycle: "h23",
});

// As 2026-11-22 09:12 in both languages: the file is read on other days than it was made.
function moment(ms) {
  const part = Object.fromEntries(clock.formatToParts(ms).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}`;
}

// Measures and instants stay on one line: "300 m", "2 小时", "2026-11-22 09:12".
const MEASURE = /(\d) (?=(?:[hmsdt]|min|km|cm|mm|kg|m²|[\u4e00-\u9fff]|\d\d:\d\d)(?![a-z]))/g;
const unbroken = (text) => text.replace(MEASURE, "$1\u00a0").replaceAll(" · ", "\u00a0· ");

function make(tag, text = "", kind = "") {
  const made = document.createElement(tag);
  made.textContent = unbroken(text);
  if (kind) made.className = kind;
  return made;
}

function button(text, work, kind = "") {
  const made = make("button", text, kind);
  made.type = "button";
  made.addEventListener("click", work);
  return made;
}

const deedOf = (leg, verb) => state.deeds.find((deed) => deed.leg_id === leg.leg_id && deed.verb === verb);
const draftOf = (leg) => (state.drafts[leg.leg_id] = state.drafts[leg.leg_id] || { text: "", photos: [] });
const isDone = (leg) => Boolean(deedOf(leg, "feedback"));
const needed = handover.photos_needed || 0;
const longest = Math.max(1, handover.text_max - 60);  // the name goes before the words

// --- what is done ----------------------------------------------------------------------------------------------------

function warn() {
  at("warning").textContent = say("not_kept");
  at("warning").hidden = false;
}

function keep() {
  show();
  keeping.write(state).catch(warn);
}

function keepDraft() {
  keeping.write(state, "relaxed").catch(warn);
}

function mark(leg, verb, more = {}) {
  wrong = {};
  if (!state.name.trim()) {
    wrong[leg.leg_id] = say("name_needed");
    show();
    at("who").focus();
    return;
  }
  const now = Date.now();
  state.deeds.push({ id: newId(now), leg_id: leg.leg_id, verb, at: now, name: state.name.trim(), ...more });
  keep();
}

function report(leg) {
  const draft = draftOf(leg);
  if (draft.photos.length < needed) {
    wrong = { [leg.leg_id]: say("photos_needed", { n: needed }) };
    show();
    return;
  }
  mark(leg, "feedback", { text: draft.text.trim(), photos: draft.photos });
}

function takeBack(deed) {
  state.deeds = state.deeds.filter((each) => each !== deed);
  keep();
}

async function addPhotos(leg, files) {
  wrong = {};
  for (const file of files) {
    try {
      const { body, ...photo } = await taken(file);
      photos[photo.sha256] = body;
      state.kept = Object.keys(photos);
      keeping.writePhoto(photo.sha256, body).catch(warn);
      const draft = draftOf(leg);
      if (!draft.photos.some((each) => each.sha256 === photo.sha256)) draft.photos.push(photo);
    } catch (error) {
      wrong[leg.leg_id] = say("no_photo", { name: file.name });
    }
  }
  keep();
}

function removePhoto(leg, photo) {
  const draft = draftOf(leg);
  draft.photos = draft.photos.filter((each) => each !== photo);
  keep();
}

// A photo that the browser did not keep is not there any more: what it belonged to must be marked again.
function leaveOutLost() {
  const isHere = (photo) => Boolean(photos[photo.sha256]);
  for (const draft of Object.values(state.drafts)) draft.photos = draft.photos.filter(isHere);
  state.deeds = state.deeds.filter((deed) => (deed.photos || []).every(isHere));
  state.kept = state.kept.filter((sha256) => photos[sha256]);
  state.saved = Math.min(state.saved, state.deeds.length);
}

function reply() {
  const deeds = JSON.stringify(state.deeds), shown = {};
  for (const deed of state.deeds) for (const photo of deed.photos || []) shown[photo.sha256] = photos[photo.sha256];
  const digest = toHex(sha256(toBytes("griddesk handover\n" + paper.handover)));
  const seal = toHex(hmac(fromHex(paper.key), "griddesk reply\n" + digest + "\n" + deeds));
  return JSON.stringify({ kind: VERSION, ...paper, deeds, seal, photos: shown });
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([reply()], { type: "application/json" }));
  link.download = `${say("reply_file")}-${handover.unit}-${handover.id.slice(-6)}-${state.deeds.length}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  state.saved = state.deeds.length;
  keep();
}

// --- what is shown ---------------------------------------------------------------------------------------------------

function fact(name, value) {
  const line = make("p", "", "fact");
  line.append(make("span", name), make("span", value));
  return line;
}

function gallery(urls) {
  const shown = make("div", "", "photos");
  urls.forEach((url, n) => {
    const image = make("img");
    image.src = url;
    image.alt = say("photo", { n: n + 1 });
    shown.append(image);
  });
  return shown;
}

const urlOf = (photo) => `data:${photo.mime};base64,${photos[photo.sha256]}`;

function facts(leg) {
  const place = own(leg.place, leg.place_en), shown = [];
  if (place) shown.push(fact(say("place"), place));
  if (leg.lon || leg.lat) shown.push(fact(say("point"), `${leg.lat / 1e7}, ${leg.lon / 1e7}`));
  if (leg.due) shown.push(fact(say("due"), moment(leg.due)));
  if (leg.note) shown.push(fact(say("note"), leg.note));
  const urls = (leg.photos || []).filter((sha256) => pictures[sha256]).map((sha256) => pictures[sha256]);
  if (urls.length) shown.push(gallery(urls));
  if (leg.missing) shown.push(make("p", say("missing", { n: leg.missing }), "two"));
  return shown;
}

function stood(leg, deed) {
  const card = make("div");
  card.append(make("p", say(deed.verb === "sign" ? "signed_at" : "done_at", { at: moment(deed.at), name: deed.name })));
  if (deed.text) card.append(make("p", deed.text));
  if (deed.photos && deed.photos.length) card.append(gallery(deed.photos.map(urlOf)));
  const last = deedOf(leg, "feedback") || deed;
  if (deed === last && state.deeds.indexOf(deed) >= state.saved) {
    card.append(button(say("take_back"), () => takeBack(deed)));
  }
  return card;
}

function wordsField(leg, draft) {
  const field = make("textarea");
  field.maxLength = longest;
  field.value = draft.text;
  field.placeholder = say("words");
  field.setAttribute("aria-label", say("words"));
  field.addEventListener("input", () => { draft.text = field.value; keepDraft(); });
  return field;
}

function picker(leg) {
  const shown = make("label", say("add_photo"), "pick"), field = make("input");
  field.type = "file";
  field.accept = "image/*";
  field.multiple = true;
  field.addEventListener("change", () => addPhotos(leg, [...field.files]));
  shown.append(field);
  return shown;
}

function form(leg) {
  const card = make("div"), draft = draftOf(leg), shown = make("div", "", "photos"), row = make("div", "", "row");
  for (const photo of draft.photos) {
    const one = make("figure"), image = make("img");
    image.src = urlOf(photo);
    image.alt = say("photo", { n: draft.photos.indexOf(photo) + 1 });
    one.append(image, button(say("remove_photo"), () => removePhoto(leg, photo)));
    shown.append(one);
  }
  row.append(picker(leg), button(say("report_done"), () => report(leg), "primary"));
  card.append(wordsField(leg, draft), shown, row);
  return card;
}

function card(leg) {
  const shown = make("article", "", isDone(leg) ? "done" : ""), title = make("h2");
  if (leg.urgent) title.append(make("span", say("urgent"), "tag"));
  title.append(unbroken(own(leg.matter, leg.matter_en)));
  shown.append(title, make("p", leg.number, "two"), ...facts(leg));
  const signed = deedOf(leg, "sign"), done = deedOf(leg, "feedback");
  if (signed) shown.append(stood(leg, signed));
  if (done) shown.append(stood(leg, done));
  else if (signed || leg.stage === "at_work") shown.append(form(leg));
  else {
    const row = make("div", "", "row");
    row.append(button(say("sign"), () => mark(leg, "sign"), "primary"));
    shown.append(row);
  }
  if (wrong[leg.leg_id]) {
    const words = make("p", wrong[leg.leg_id], "wrong");
    words.setAttribute("role", "alert");
    shown.append(words);
  }
  return shown;
}

function showState() {
  const done = legs.filter(isDone).length, unsaved = state.deeds.length - state.saved;
  const parts = [say("done_of", { n: done, all: legs.length })];
  if (unsaved > 0) parts.push(say("unsaved", { n: unsaved }));
  else if (state.saved) parts.push(say("saved"));
  at("state").textContent = unbroken(parts.join(" · "));
  at("save").textContent = say("save");
  at("save").disabled = !state.deeds.length;
}

function show() {
  document.documentElement.lang = tag();
  const unit = own(handover.name, handover.name_en);
  document.title = `${say("title")} · ${unit}`;
  at("unit").textContent = unit;
  at("made").textContent = unbroken(say("made", { at: moment(handover.at), by: own(handover.by_name, beside.by_en) }));
  at("synthetic").textContent = beside.synthetic[state.lang] || "";
  at("synthetic").hidden = !beside.synthetic[state.lang];
  at("language").textContent = say("other_language");
  at("how").textContent = say("how");
  at("who-label").textContent = say("name");
  if (at("who").value !== state.name) at("who").value = state.name;
  const list = at("legs");
  while (list.firstChild) list.removeChild(list.firstChild);
  list.append(...legs.map(card));
  showState();
}

at("save").addEventListener("click", save);
at("language").addEventListener("click", () => {
  state.lang = state.lang === "en" ? "zh_CN" : "en";
  keep();
});
at("who").addEventListener("input", () => { state.name = at("who").value; keepDraft(); });

keeping.read().then(
  (kept) => {
    if (kept) {
      state = { ...state, ...kept.state };
      photos = kept.photos;
      leaveOutLost();
    }
    show();
  },
  () => { show(); warn(); },
);
