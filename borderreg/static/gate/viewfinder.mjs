// The live picture with its reticle: frames go to the decoder one at a time until one code has settled.

import { openCamera } from "./camera.mjs";
import { h } from "./dom.mjs";
import { Steady } from "./steady.mjs";

const REST = 60; // milliseconds between frames: a battery lasts a shift, a code still takes two looks in a blink

export class Viewfinder {
  constructor(decoder) {
    this.decoder = decoder;
    this.steady = new Steady();
    this.camera = null;
    this.run = 0;
    this.video = h("video", { class: "stage__video", playsinline: true, muted: true, "aria-hidden": "true" });
    this.video.muted = true;
    this.reticle = h("div", { class: "stage__reticle", "aria-hidden": "true" });
    this.element = h("div", { class: "stage" }, this.video, this.reticle);
  }

  /** Open the camera if needed and judge frames until `pause`; `onFrame({state, text})` for each of them. */
  async start(onFrame) {
    this.run += 1;
    const run = this.run;
    await this.decoder.ready;
    if (!this.camera?.live) this.camera = await openCamera(this.video);
    await this.video.play();
    this.#watch(run, onFrame);
  }

  /** Stop looking; the last picture stays on the screen. */
  pause() {
    this.run += 1;
    this.video.pause();
  }

  /** Let go of the camera. */
  close() {
    this.pause();
    this.camera?.stop();
    this.camera = null;
    this.steady.forget();
  }

  async #watch(run, onFrame) {
    let rest = REST;
    while (this.run === run) {
      await Promise.all([nextFrame(this.video), pause(rest)]);
      const picture = this.run === run && (await this.camera.grab(this.reticle));
      if (!picture) continue;
      const symbols = await this.decoder.read(picture);
      if (this.run !== run) return;
      const frame = this.steady.feed(symbols);
      this.reticle.dataset.state = frame.state;
      rest = frame.state === "seen" ? 0 : REST; // the second look that settles a code comes at once
      if (frame.state === "found") this.pause();
      onFrame(frame);
    }
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function nextFrame(video) {
  return new Promise((resolve) => {
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(resolve);
    else requestAnimationFrame(resolve);
  });
}
