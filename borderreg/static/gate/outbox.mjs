// Every event is written here before it is sent, and leaves only when the server has answered for its id.
// Events form a chain: seq counts, prev_hash is the SHA-256 of the RFC 8785 form of the event before.

import { nextBatch } from "./batches.mjs";
import { clockFresh, clockStamp, deviceTime, serverNow } from "./clock.mjs";
import { canonical } from "./jcs.mjs";
import { open, seal, sha256 } from "./keys.mjs";
import { answered, logRow } from "./shift-log.mjs";
import { uuid7 } from "./uuid7.mjs";

export class Outbox {
  /** `onChange({waiting, oldest, rejected})` for the header; set `onResult(event, result)` for acknowledged events. */
  constructor({ store, api, keys, onChange }) {
    Object.assign(this, { store, api, keys, onChange, onResult() {} });
  }

  /**
   * Write one event durably and return it with its id. `live` marks a departure or attempt that only the server may
   * decide, `decided` one that was decided here by the pack; `passage(event)` gives the row that is kept with it.
   */
  async add(facts, { live = false, attempt = false, decided = false, passage = () => null } = {}) {
    return navigator.locks.request("borderreg-chain", async () => {
      const head = (await this.store.get("head")) ?? { seq: 0, hash: "" };
      const event = { id: uuid7(), seq: head.seq + 1, prev_hash: head.hash, ...facts };
      const row = { seq: event.seq, at: Date.now(), officer: facts.officer, live, attempt, decided, state: "waiting", ...clockStamp() };
      row.sealed = await seal(this.keys.sealing, event);
      const moved = { seq: event.seq, hash: await sha256(canonical(event)) };
      const noted = await passage(event);
      const log = logRow(event, { live, attempt, decided, shift: this.api.shift?.id ?? "", at: serverNow(), contradictory: noted?.contradictory ?? false });
      await this.store.append(row, moved, { passage: noted, log });
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
        for (let batch = await this.#next(); batch.rows.length > 0; batch = await this.#next()) gone = (await this.#send(batch)) ?? gone;
      } finally {
        await this.#changed();
      }
      if (gone) throw gone;
    });
  }

  /** Without the server's time of now no event's time can be set right: it is asked for first. */
  async #next() {
    const rows = await this.store.waiting();
    if (rows.some(({ state }) => state === "waiting") && !clockFresh()) await this.api.ping();
    return nextBatch(rows, this.api.shift);
  }

  async #send({ rows, live, skew }) {
    const events = await Promise.all(rows.map(({ sealed }) => open(this.keys.sealing, sealed)));
    const batch = { device_time: deviceTime(live ? new Date() : new Date(serverNow() - skew)), live, events };
    let answer;
    try {
      answer = await this.api.sendEvents(batch, this.keys.signing);
    } catch (error) {
      if (error.status === 400 || error.status === 413) return this.#isolate(rows, error);
      if (error.status !== 410) throw error;
      await this.store.remove(rows.map(({ seq }) => seq)); // a revoked device is heard, batch by batch, and only then told
      return error;
    }
    const results = new Map(answer.results.map((result) => [result.id, result]));
    await this.#settle(rows, events, results);
    await this.store.put({ receipt: { at: answer.server_time } });
    for (const event of events) if (results.has(event.id)) this.onResult(event, results.get(event.id));
    if (results.size < rows.length) throw new Error("an answer is missing");
    return undefined;
  }

  /** Answered rows go; what the server could not read stays, set aside, when it stands for somebody who passed. */
  async #settle(rows, events, results) {
    const gone = [];
    for (const [index, { id, direction }] of events.entries()) {
      const { result, code } = results.get(id) ?? {};
      const passed = direction === "return" || rows[index].decided;
      if (result === "invalid" && passed) await this.store.update({ ...rows[index], state: "rejected", why: code });
      else if (result) gone.push(rows[index].seq);
    }
    await this.store.noteLog(events.map((event) => answered(event, results.get(event.id))).filter(Boolean));
    await this.store.remove(gone);
  }

  /** No single bad event blocks the others: a refused batch is sent one by one, a refused event is set aside. */
  async #isolate(rows, { code, status }) {
    for (const row of rows) {
      await this.store.update(rows.length > 1 ? { ...row, alone: true } : { ...row, state: "rejected", why: code || String(status) });
    }
  }

  async #changed() {
    const rows = await this.store.waiting();
    const waiting = rows.filter(({ state }) => state === "waiting");
    const all = (await this.store.get("head"))?.seq ?? 0;
    this.onChange({ waiting: waiting.length, oldest: waiting[0]?.at ?? null, rejected: rows.length - waiting.length, all });
  }
}
