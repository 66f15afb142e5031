// What the unit has marked so far, kept in this browser: it outlives a reload, a closed window and a dead battery.

class Keeping {
  constructor(id) {
    this.id = id;
    this.last = Promise.resolve();
    this.opening = new Promise((done, fail) => {
      const asked = indexedDB.open("griddesk-handover", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
      asked.onblocked = () => fail(new Error("blocked"));
    });
  }

  async _do(mode, durability, work) {
    const base = await this.opening;
    return new Promise((done, fail) => {
      const within = base.transaction("kept", mode, { durability });
      const asked = work(within.objectStore("kept"));
      within.oncomplete = () => done(asked.result);
      within.onerror = within.onabort = () => fail(within.error);
    });
  }

  _read(name) { return this._do("readonly", "default", (kept) => kept.get(name)); }

  // {state, photos}: what was kept; undefined when nothing was.
  async read() {
    const state = await this._read(this.id), photos = {};
    for (const sha256 of state ? state.kept : []) photos[sha256] = await this._read(`${this.id} ${sha256}`);
    return state && { state, photos };
  }

  _write(name, value, durability) {
    this.last = this.last.catch(() => {}).then(() =>
      this._do("readwrite", durability, (kept) => kept.put(value, name)));
    return this.last;
  }

  // Keep it after what was given before; the promise fails when the browser keeps nothing.
  write(state, durability = "strict") {
    return this._write(this.id, JSON.parse(JSON.stringify(state)), durability);
  }

  // A photo, in base64; `state.kept` names it from then on.
  writePhoto(sha256, body) { return this._write(`${this.id} ${sha256}`, body, "strict"); }
}
