// The page's side of the decoder: one picture at a time goes to the worker, its symbols come back.

const WORKER = "/gate/decoder-worker.mjs";

export class Decoder {
  constructor(url = WORKER) {
    this.worker = new Worker(url, { type: "module" });
    this.waiting = new Map();
    this.next = 1;
    this.ready = new Promise((resolve, reject) => {
      this.worker.addEventListener("error", () => reject(new Error("decoder")), { once: true });
      this.worker.addEventListener("message", ({ data }) => this.#received(data, resolve, reject));
    });
    this.ready.catch(() => {});
  }

  /** The symbols in a picture: [{text or null, corners}]. The picture is handed over and closed. */
  async read(picture) {
    await this.ready;
    const id = this.next++;
    const answer = new Promise((resolve) => this.waiting.set(id, resolve));
    this.worker.postMessage({ id, picture }, [picture]);
    return answer;
  }

  #received(data, resolve, reject) {
    if (data.ready) return resolve();
    if (data.failed) return reject(new Error(data.failed));
    performance.measure("borderreg:decode", { start: performance.now() - data.milliseconds, duration: data.milliseconds });
    this.waiting.get(data.id)(data.symbols);
    return this.waiting.delete(data.id);
  }
}
