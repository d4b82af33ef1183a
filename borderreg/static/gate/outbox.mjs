// Every event is written here before it is sent, and leaves only when the server has answered for its id.
// Events form a chain: seq counts, prev_hash is the SHA-256 of the RFC 8785 form of the event before.

import { deviceTime } from "./clock.mjs";
import { canonical } from "./jcs.mjs";
import { open, seal, sha256 } from "./keys.mjs";
import { uuid7 } from "./uuid7.mjs";

const BATCH = 500;
const FRESH = 60_000;

export class Outbox {
  /** `onChange({waiting, oldest, rejected})` for the header; set `onResult(event, result)` for acknowledged events. */
  constructor({ store, api, keys, onChange }) {
    Object.assign(this, { store, api, keys, onChange, onResult() {} });
  }

  /** Write one event durably and return it with its id. `live` marks a departure or attempt, which only the server may decide. */
  async add(facts, { live = false, attempt = false } = {}) {
    return navigator.locks.request("borderreg-chain", async () => {
      const head = (await this.store.get("head")) ?? { seq: 0, hash: "" };
      const event = { id: uuid7(), seq: head.seq + 1, prev_hash: head.hash, ...facts };
      const row = { seq: event.seq, at: Date.now(), officer: facts.officer, live, attempt, state: "waiting" };
      row.sealed = await seal(this.keys.sealing, event);
      await this.store.append(row, { seq: event.seq, hash: await sha256(canonical(event)) });
      await this.#changed();
      return event;
    });
  }

  /** Departures that the server never answered for: nobody saw green, so nobody passed on them. */
  async undecided() {
    const rows = (await this.store.waiting()).filter(({ live, attempt, withdrawn }) => live && !attempt && !withdrawn);
    return Promise.all(rows.map(({ sealed }) => open(this.keys.sealing, sealed)));
  }

  /** Note that an annulment follows this event, so that it may also travel after its shift has ended. */
  async withdrawn({ seq }) {
    const row = (await this.store.waiting()).find((one) => one.seq === seq);
    if (row) await this.store.update({ ...row, withdrawn: true });
  }

  /** Send what waits, oldest first; throws Unreachable or ApiError when the server cannot take it now. */
  flush() {
    return navigator.locks.request("borderreg-send", async () => {
      let gone = null;
      try {
        for (let batch = await this.#next(); batch.length > 0; batch = await this.#next()) gone = (await this.#send(batch)) ?? gone;
      } finally {
        await this.#changed();
      }
      if (gone) throw gone;
    });
  }

  /** The longest run of waiting rows that may travel together. */
  async #next() {
    const rows = await this.store.waiting();
    const waiting = rows.filter((row) => row.state === "waiting" && this.#mayTravel(row));
    const live = this.#isLive(waiting[0]);
    const end = waiting.findIndex((row, index) => index >= BATCH || row.alone || this.#isLive(row) !== live);
    return waiting.slice(0, end === -1 ? BATCH : Math.max(end, 1));
  }

  /** An undecided departure waits for its officer's shift: it never travels as if it had been decided here. */
  #mayTravel(row) {
    return !row.live || row.attempt || row.withdrawn || this.#isLive(row);
  }

  /** What is fresh is decided live, in its officer's own shift; what is late is queued, so that its own time counts. */
  #isLive(row) {
    const own = row?.officer === this.api.shift?.officer.id && Boolean(row);
    return own && ((row.live && !row.withdrawn) || Date.now() - row.at < FRESH);
  }

  async #send(rows) {
    const events = await Promise.all(rows.map(({ sealed }) => open(this.keys.sealing, sealed)));
    const batch = { device_time: deviceTime(), live: this.#isLive(rows[0]), events };
    let answer;
    try {
      answer = await this.api.sendEvents(batch, this.keys.signing);
    } catch (error) {
      if (error.status === 400 || error.status === 413) return this.#isolate(rows);
      if (error.status !== 410) throw error;
      await this.store.remove(rows.map(({ seq }) => seq)); // a revoked device is heard, batch by batch, and only then told
      return error;
    }
    const results = new Map(answer.results.map((result) => [result.id, result]));
    await this.#settle(rows, events, results);
    for (const event of events) if (results.has(event.id)) this.onResult(event, results.get(event.id));
    if (results.size < rows.length) throw new Error("an answer is missing");
    return undefined;
  }

  /** Answered rows go; a return that the server could not read stays, set aside, because a return is never lost. */
  async #settle(rows, events, results) {
    const gone = [];
    for (const [index, { id, direction }] of events.entries()) {
      const result = results.get(id)?.result;
      if (result === "invalid" && direction === "return") await this.store.update({ ...rows[index], state: "rejected" });
      else if (result) gone.push(rows[index].seq);
    }
    await this.store.remove(gone);
  }

  /** No single bad event blocks the others: a refused batch is sent one by one, a refused event is set aside. */
  async #isolate(rows) {
    for (const row of rows) {
      await this.store.update(rows.length > 1 ? { ...row, alone: true } : { ...row, state: "rejected" });
    }
  }

  async #changed() {
    const rows = await this.store.waiting();
    const waiting = rows.filter(({ state }) => state === "waiting");
    this.onChange({ waiting: waiting.length, oldest: waiting[0]?.at ?? null, rejected: rows.length - waiting.length });
  }
}
