// The age of a pack in words an officer can judge.

import { serverNow } from "../clock.mjs";
import { writtenMoment } from "../dates.mjs";
import { t } from "../i18n.mjs";

const HOUR = 3600_000;

/** "12 phút", "26 giờ". */
export function ageInWords(issuedAt) {
  const age = Math.max(0, serverNow() - issuedAt);
  return age < 2 * HOUR ? t("time.minutes", { n: Math.round(age / 60_000) }) : t("time.hours", { n: Math.round(age / HOUR) });
}

/** Which data an off-line verdict rests on. */
export function packAge({ age, issuedAt }) {
  if (issuedAt === null) return t("pack.none");
  return t(age === "over" ? "pack.over" : "pack.by", { time: writtenMoment(issuedAt), age: ageInWords(issuedAt) });
}
