// What the server's answer to one event means for the screen.

const KEPT = new Set(["stored", "duplicate"]);

/** "recorded", "attempt" (stored, but nobody may pass on it), "annulled" or "not_recorded". */
export function outcome(event, result) {
  if (!KEPT.has(result.result)) return "not_recorded";
  if (event.direction === "annulment") return "annulled";
  if (event.direction === "return") return "recorded";
  if (result.verdict === "accept") return "recorded";
  return result.verdict === "check" && event.override ? "recorded" : "attempt";
}
