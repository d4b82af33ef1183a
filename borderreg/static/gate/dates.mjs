// Dates as people here write them, and as the protocol writes them.

/** "12/02/1990" as "1990-02-12"; null when it is no day of the calendar. */
export function isoDay(text) {
  const parts = /^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})$/.exec(text.trim());
  if (!parts) return null;
  const iso = `${parts[3]}-${parts[2].padStart(2, "0")}-${parts[1].padStart(2, "0")}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

/** A birth date with its precision: a day, a year alone as it is, "" when not known, null when it cannot be read. */
export function isoBirth(text) {
  const bare = text.trim();
  return bare === "" || /^[0-9]{4}$/.test(bare) ? bare : isoDay(bare);
}

/** "2026-11-22" as "22/11/2026"; what is no full date stays as it is. */
export function writtenDay(iso) {
  const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})/.exec(iso ?? "");
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : (iso ?? "");
}

// A phone near the border may take China's time zone from the network; Việt Nam is seven hours ahead, all year.
const AHEAD_MS = 7 * 3600 * 1000;
const here = (at) => new Date(new Date(at).getTime() + AHEAD_MS).toISOString();

/** An instant as day and minute here: "22/11/2026 15:04"; empty when it is none. */
export function writtenMoment(text) {
  const at = new Date(text ?? Number.NaN);
  if (Number.isNaN(at.getTime())) return "";
  return `${writtenDay(here(at))} ${clockTime(at)}`;
}

/** Hours and minutes here: "15:04". */
export function clockTime(at) {
  return here(at).slice(11, 16);
}
