/* The map under a pin: it is moved until the pin stands right, by finger, mouse, wheel or keys; tiles are the server's own. */
const TILE = 256, STEP = 64, KEY = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
const NEAR_MS = 350; // after the map came to rest

export function mindMap(form, box) {
  const tiles = box.querySelector(".tiles"), near = form.querySelector("[data-near-state]"), data = box.dataset;
  const dark = matchMedia("(prefers-color-scheme: dark)"), fingers = new Map();
  let zoom = Number(data.zoom), x = 0, y = 0, asking = 0, spread = 0;

  const world = (lon, lat) => [lon / 360 + 0.5, 0.5 - Math.log(Math.tan(Math.PI / 4 + lat * Math.PI / 360)) / (2 * Math.PI)];
  const degrees = () => [(x - 0.5) * 360, Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180 / Math.PI];

  function draw() {
    const side = TILE * 2 ** zoom, middle = [x * side, y * side], half = [box.clientWidth / 2, box.clientHeight / 2];
    const wanted = new Map(), theme = dark.matches ? "dark" : "light", language = data.language === "en" ? "en" : "zh";
    for (let i = Math.floor((middle[0] - half[0]) / TILE); i * TILE < middle[0] + half[0]; i++)
      for (let j = Math.floor((middle[1] - half[1]) / TILE); j * TILE < middle[1] + half[1]; j++)
        wanted.set(`${data.tiles}/${theme}/${language}/${zoom}/${i}/${j}.svg`, [i * TILE - middle[0], j * TILE - middle[1]]);
    for (const old of [...tiles.children]) if (!wanted.has(old.getAttribute("src"))) old.remove();
    for (const [src, [left, top]] of wanted) {
      let tile = [...tiles.children].find(each => each.getAttribute("src") === src);
      if (!tile) {
        tile = new Image();
        tile.src = src;
        tile.alt = "";
        tile.draggable = false;
        tiles.append(tile);
      }
      tile.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    }
  }

  /* The pin stands where the middle is: into the form, and into words. */
  function choose() {
    const [lon, lat] = degrees();
    data.chosen = "";
    form.elements.lon.value = lon.toFixed(7);
    form.elements.lat.value = lat.toFixed(7);
    clearTimeout(asking);
    asking = setTimeout(async () => {
      const answer = await fetch(`${data.near}?lon=${lon.toFixed(7)}&lat=${lat.toFixed(7)}`).catch(() => null);
      const told = answer && answer.ok ? await answer.json() : {words: "", problem: ""};
      near.classList.toggle("bad", Boolean(told.problem));
      near.textContent = told.problem || (told.words ? data.movedWords.replace("{place}", told.words) : "");
    }, NEAR_MS);
  }

  function move(east, south) {
    const side = TILE * 2 ** zoom;
    x = Math.min(1, Math.max(0, x + east / side));
    y = Math.min(1, Math.max(0, y + south / side));
    draw();
    choose();
  }

  function zoomBy(steps) {
    const next = Math.min(Number(data.most), Math.max(Number(data.least), zoom + steps));
    if (next === zoom) return;
    zoom = next;
    draw();
  }

  function go(lon, lat, nearer) {
    [x, y] = world(lon, lat);
    zoom = Math.max(zoom, nearer);
    draw();
  }

  box.addEventListener("pointerdown", event => { fingers.set(event.pointerId, event); box.setPointerCapture(event.pointerId); spread = 0; });
  for (const end of ["pointerup", "pointercancel"]) box.addEventListener(end, event => { fingers.delete(event.pointerId); spread = 0; });
  box.addEventListener("pointermove", event => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    fingers.set(event.pointerId, event);
    if (fingers.size === 1) return move(before.clientX - event.clientX, before.clientY - event.clientY);
    const [one, two] = [...fingers.values()], apart = Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY);
    if (!spread) spread = apart;
    if (apart > spread * 1.6) { zoomBy(1); spread = apart; } else if (apart < spread / 1.6) { zoomBy(-1); spread = apart; }
  });
  box.addEventListener("wheel", event => { event.preventDefault(); zoomBy(event.deltaY < 0 ? 1 : -1); }, {passive: false});
  box.addEventListener("keydown", event => {
    if (KEY[event.key]) move(KEY[event.key][0] * STEP, KEY[event.key][1] * STEP);
    else if (event.key === "+" || event.key === "=") zoomBy(1);
    else if (event.key === "-") zoomBy(-1);
    else return;
    event.preventDefault();
  });
  for (const button of form.querySelectorAll("[data-zoom-by]")) button.addEventListener("click", () => zoomBy(Number(button.dataset.zoomBy)));
  form.querySelector("[data-here]").addEventListener("click", () => {
    const failed = () => { near.textContent = near.dataset.notWords; };
    if (!navigator.geolocation || !isSecureContext) return failed();
    navigator.geolocation.getCurrentPosition(place => { go(place.coords.longitude, place.coords.latitude, 17); choose(); }, failed, {enableHighAccuracy: true, timeout: 15000});
  });
  dark.addEventListener("change", draw);
  new ResizeObserver(draw).observe(box);
  const {lon, lat} = form.elements;
  if (lon.value && lat.value) { go(Number(lon.value), Number(lat.value), 16); choose(); } else go(Number(data.lon), Number(data.lat), 0);
}
