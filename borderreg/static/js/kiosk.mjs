// A kiosk forgets: a minute without a touch, and the first page stands there again, with nothing to go back to.
const IDLE = 60_000;

export default function kiosk(body) {
  let timer = 0;

  function forget() {
    location.replace(body.dataset.kioskStart);
  }

  function touched() {
    clearTimeout(timer);
    timer = setTimeout(forget, Number(body.dataset.kioskIdle) || IDLE);
  }

  for (const act of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(act, touched, { passive: true });
  addEventListener("pageshow", (event) => {
    if (event.persisted) forget();
  });
  touched();
}

if (document.body.dataset.kioskStart) kiosk(document.body);
