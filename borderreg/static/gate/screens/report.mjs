// The shift's report: what the next officer and the commander sign for; on paper when it must be.

import { field, h } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { reportNow } from "../report.mjs";
import { lines } from "./report-lines.mjs";
import { actions, complaint, form, heading, primary, secondary } from "./parts.mjs";

/** Of the open shift, to be signed; with `past` the last one that was handed over. */
export function report(app, { past = false }) {
  const place = h("div", { class: "report", "aria-live": "polite" }, h("p", {}, t("ready.looking")));
  const bar = actions();
  const back = () => app.go(past || !app.shift ? "signIn" : "menu", {});
  show(app, { past, place, bar, back });
  return { nodes: [heading(t("report.title")), place, bar], keys: { Escape: back } };
}

async function show(app, { past, place, bar, back }) {
  const body = past ? await app.store.get("lastReport") : await reportNow(app);
  const name = past ? body.name : app.shift.officer.name;
  place.replaceChildren(...lines({ body, name, gate: app.device.gateName ?? app.device.gate }));
  bar.append(secondary(t("report.print"), () => print()), secondary(t("action.back"), back));
  if (!past) place.append(await signing(app, bar));
}

/** A PIN signs where there is one; without, the report says that it is not signed. */
async function signing(app, bar) {
  const wrong = complaint();
  const withPin = await app.lock.canLock(app.shift.officer);
  const pin = withPin && field(t("report.pin"), { id: "report-pin", name: "pin", type: "password", inputmode: "numeric", autocomplete: "off", maxlength: 12 });
  const element = form(() => {}, pin, wrong.element);
  const sign = (closed) => close(app, { pin: element.querySelector("input")?.value ?? "", withPin, closed, wrong });
  bar.prepend(
    primary(t("menu.change_officer"), () => sign("change")),
    primary(t("menu.end_submit"), () => sign("hand_over"), { class: "button button--primary button--warning" }),
  );
  return element;
}

async function close(app, { pin, withPin, closed, wrong }) {
  if (withPin) {
    if (!pin) return wrong.show(t("report.pin_missing"));
    wrong.show(t("lock.checking"));
    const whose = await app.lock.judge(pin, app.shift.officer);
    if (!whose) return wrong.show(t(app.lock.exhausted ? "lock.exhausted" : "lock.wrong", { left: app.lock.left }));
  }
  await app.delivery.send();
  if (closed === "change") app.takenOver = { direction: app.shift.direction, crossingPoint: app.shift.crossingPoint };
  return app.shiftEnded("", { signed: withPin ? "pin" : "none", closed });
}
