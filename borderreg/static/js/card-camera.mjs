// Read a card's code with the camera: the picture stays in this page, the text goes the same way as a scanner's.
import { openCamera } from "../gate/camera.mjs";
import { Decoder } from "../gate/decoder.mjs";
import { Steady } from "../gate/steady.mjs";

const REST = 80; // milliseconds between frames

export default function cardCamera(holder) {
  if (!navigator.mediaDevices) return;
  const card = document.getElementById(holder.dataset.card);
  const button = element("button", { type: "button", className: "govuk-button govuk-button--secondary govuk-!-margin-bottom-0" });
  const status = element("p", { className: "govuk-hint govuk-!-margin-bottom-2" });
  const video = element("video", { playsInline: true, muted: true, hidden: true, width: 320 });
  status.setAttribute("role", "status");
  video.setAttribute("aria-hidden", "true");
  holder.append(button, status, video);
  holder.hidden = false;

  let camera = null;
  let decoder = null;

  function say(text) {
    status.textContent = text;
    status.hidden = !text;
  }

  function close() {
    camera?.stop();
    camera = null;
    video.hidden = true;
    button.textContent = holder.dataset.open;
    say("");
  }

  async function open() {
    button.textContent = holder.dataset.close;
    say(holder.dataset.looking);
    decoder ??= new Decoder();
    try {
      await decoder.ready;
      camera = await openCamera(video);
    } catch {
      close();
      say(holder.dataset.failed);
      return;
    }
    video.hidden = false;
    await watch();
  }

  async function watch() {
    const steady = new Steady();
    while (camera) {
      const picture = await camera.grab(video);
      const frame = picture ? steady.feed(await decoder.read(picture)) : { state: "none" };
      if (frame.state === "found" && camera) return found(frame.text);
      await new Promise((resolve) => setTimeout(resolve, REST));
    }
    return undefined;
  }

  function found(text) {
    close();
    card.value = text;
    card.form.requestSubmit(card.closest("[data-module]").querySelector("button[value=read]"));
  }

  button.addEventListener("click", () => (camera ? close() : open()));
  addEventListener("pagehide", close);
  close();
}

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
