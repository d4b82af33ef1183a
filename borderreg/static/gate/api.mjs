// The one place that speaks to /api/v1. Every answer also tells the clock and the connection state.

import { noteServerTime } from "./clock.mjs";
import { sign } from "./keys.mjs";

const TIMEOUT = 8000;

/** The server answered with a problem (RFC 9457): `code` is stable. */
export class ApiError extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    Object.assign(this, { status, code: problem.code ?? "", retryAfter });
  }
}

/** The server could not be reached, or did not answer in time. */
export class Unreachable extends Error {}

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

  endShift() {
    return this.#call("DELETE", "shifts/current");
  }

  verify(question) {
    return this.#call("POST", "verify", question);
  }

  search(q) {
    return this.#call("POST", "search", { q });
  }

  /** Whether the server can be reached: its key list is public. */
  ping() {
    return this.#call("GET", "keys", undefined, { anonymous: true });
  }

  /** Send one batch, signed over its raw bytes by the enrolled key. */
  async sendEvents(batch, signing) {
    const bytes = new TextEncoder().encode(JSON.stringify(batch));
    return this.#call("POST", "events", bytes, { headers: { "X-Signature": await sign(signing, bytes) } });
  }

  #headers(anonymous) {
    const headers = {};
    if (!anonymous && this.device) headers.Authorization = `Bearer ${this.device.apiToken}`;
    if (!anonymous && this.shift) headers["X-Shift"] = this.shift.token;
    return headers;
  }

  async #call(method, path, body, { anonymous = false, headers = {} } = {}) {
    const request = {
      method,
      headers: { Accept: "application/json", ...this.#headers(anonymous), ...headers },
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT),
    };
    if (body !== undefined) {
      request.headers["Content-Type"] = "application/json";
      request.body = body instanceof Uint8Array ? body : JSON.stringify(body);
    }
    const sentAt = Date.now();
    const { response, answer } = await this.#fetched(`/api/v1/${path}`, request);
    noteServerTime(answer.server_time ?? response.headers.get("Date"), sentAt, Date.now());
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

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
