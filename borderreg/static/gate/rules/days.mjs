// Days in Việt Nam (seven hours ahead of UTC, all year) as ISO texts, which compare as they follow each other.

const AHEAD = 7 * 3600 * 1000;
const DAY = 24 * 3600 * 1000;

/** The day here on which an instant (ms) falls: "2026-11-22". */
export function localDay(at) {
  return new Date(at + AHEAD).toISOString().slice(0, 10);
}

/** The time of day here: "08:00:00.000". */
export function localTime(at) {
  return new Date(at + AHEAD).toISOString().slice(11, 23);
}

/** The day some days later. */
export function daysAfter(day, count) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10);
}

/** Full years of age on a day; a year alone counts by its last day. A person of 29 February ages on 1 March. */
export function ageOn(birth, day) {
  const born = birth.length === 4 ? `${birth}-12-31` : birth;
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return years - (day.slice(5) < born.slice(5) ? 1 : 0);
}
