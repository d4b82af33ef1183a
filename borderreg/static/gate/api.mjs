// The one place that speaks to /api/v1. Every answer also tells the clock and the connection state.
import { ApiError, parsed, Unreachable } from "./api-errors.mjs";
import { noteServerTime } from "./clock.mjs";
import { sign } from "./keys.mjs";

const TIMEOUT = 8000;
const ASKING = 3000; // a verdict that takes longer is given by the pack
const FETCHING = 120_000;
const IMF_DATE = 29; // a development server sends the header twice

export { ApiError, Unreachable };

export class Api {
  constructor({ onConnection }) {
    Object.assign(this, { device: null, shift: null, reachable: navigator.onLine });
    this.onConnection = (state) => {
      this.reachable = state === "online";
      onConnection(state);
    };
  }

  enrol(body) {
    return this.#call("POST", "devices/enrol", body, { anonymous: true });
  }

  startShift(credentials) {
    return this.#call("POST", "shifts", credentials);
  }

  endShift(token) {
    return this.#call("DELETE", "shifts/current", undefined, { headers: { "X-Shift": token } });
  }

  /** Keep the verifier of the PIN that was chosen here. */
  setPin(kept) {
    return this.#call("POST", "shifts/current/pin", kept);
  }

  /** Send a shift's report, signed over its raw bytes by the enrolled key. */
  sendReport(report, signing) {
    return this.#signed("shifts/reports", report, signing);
  }

  /** With `hurry` somebody else can answer, and the server is not waited for long. */
  verify(question, { hurry = false } = {}) {
    return this.#call("POST", "verify", question, { timeout: hurry ? ASKING : TIMEOUT });
  }

  /** The signed pack, or what changed since a cursor. */
  pack(cursor) {
    return this.#call("GET", `pack?cursor=${encodeURIComponent(cursor)}`, undefined, { timeout: FETCHING });
  }

  /** Say how this device is. */
  report(state) {
    return this.#call("POST", "devices/state", state);
  }

  search(q) {
    return this.#call("POST", "search", { q });
  }

  /** One page of a list's people for a group; `code` is the head code. */
  boarding(code, { direction, after }) {
    return this.#call("GET", `lists/${encodeURIComponent(code)}/boarding?direction=${direction}&after=${after}`);
  }

  /** Whether the server can be reached: its key list is public. */
  ping() {
    return this.#call("GET", "keys", undefined, { anonymous: true });
  }

  /** Send one batch, signed over its raw bytes by the enrolled key. */
  sendEvents(batch, signing) {
    return this.#signed("events", batch, signing);
  }

  async #signed(path, body, signing) {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    return this.#call("POST", path, bytes, { headers: { "X-Signature": await sign(signing, bytes) } });
  }

  #headers(anonymous) {
    const headers = {};
    if (!anonymous && this.device) headers.Authorization = `Bearer ${this.device.apiToken}`;
    if (!anonymous && this.shift?.token) headers["X-Shift"] = this.shift.token;
    return headers;
  }

  async #call(method, path, body, { anonymous = false, headers = {}, timeout = TIMEOUT } = {}) {
    const request = {
      method,
      headers: { Accept: "application/json", ...this.#headers(anonymous), ...headers },
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(timeout),
    };
    if (body !== undefined) {
      request.headers["Content-Type"] = "application/json";
      request.body = body instanceof Uint8Array ? body : JSON.stringify(body);
    }
    const sentAt = Date.now();
    const { response, answer } = await this.#fetched(`/api/v1/${path}`, request);
    noteServerTime(answer.server_time ?? response.headers.get("Date")?.slice(0, IMF_DATE), sentAt, Date.now());
    this.onConnection(response.status >= 500 ? "busy" : "online");
    if (!response.ok) throw new ApiError(response.status, answer, Number(response.headers.get("Retry-After")) || 0);
    return answer;
  }

  async #fetched(url, request) {
    try {
      const response = await fetch(url, request);
      const text = await response.text();
      return { response, answer: parsed(text) };
    } catch (cause) {
      this.onConnection("offline");
      throw new Unreachable("unreachable", { cause });
    }
  }
}
