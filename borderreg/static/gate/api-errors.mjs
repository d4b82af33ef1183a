// What may come of a call to the server instead of an answer.

/** The server answered with a problem (RFC 9457): `code` is stable. */
export class ApiError extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    Object.assign(this, { status, code: problem.code ?? "", retryAfter });
  }
}

/** The server could not be reached, or did not answer in time. */
export class Unreachable extends Error {}

/** The JSON of an answer; what is none is an empty answer. */
export function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
