/* On and off duty: where the device is, is asked for, shown and sent on duty alone. Off duty nothing of it is kept. */
const NAME = () => `griddesk-duty:${document.body.dataset.person}`;

const store = () => { try { return localStorage; } catch { return null; } };

/* A page without the button, as a unit's, has no duty: its form asks for the place only where the form is open. */
export function onDuty() {
  return document.body.dataset.duty === undefined || store()?.getItem(NAME()) === "on";
}

export function mindDuty(changed) {
  const box = document.querySelector("[data-duty-box]");
  if (!box) return;
  const button = box.querySelector("button"), state = box.querySelector("[data-duty-state]");
  const show = () => {
    const on = onDuty();
    state.textContent = on ? box.dataset.onWords : box.dataset.offWords;
    button.textContent = on ? box.dataset.goOff : box.dataset.goOn;
    button.setAttribute("aria-pressed", String(on));
  };
  button.addEventListener("click", () => {
    if (onDuty()) store()?.removeItem(NAME());
    else store()?.setItem(NAME(), "on");
    show();
    changed();
  });
  box.hidden = false;
  show();
}
