// A new device: the invite's token from its address, the keyboard or the camera; a name; a key made here.

import { inviteToken } from "../codes.mjs";
import { field, h } from "../dom.mjs";
import { known, t } from "../i18n.mjs";
import { makeExchange } from "../exchange.mjs";
import { makeKeys, publicJwk } from "../keys.mjs";
import { complaint, form, heading, primary, secondary } from "./parts.mjs";

export function enrol(app) {
  const wrong = complaint();
  const token = field(t("enrol.token"), { id: "token", name: "token", required: true, spellcheck: "false", autocapitalize: "off" });
  const name = field(t("enrol.name"), { id: "name", name: "name", required: true, maxlength: 60 }, t("enrol.name_hint"));
  const input = token.querySelector("input");
  input.value = fromAddress() ?? "";
  const camera = h("div", { class: "enrol__camera" });
  return {
    nodes: [
      heading(t("enrol.title")),
      h("p", {}, t("enrol.lead")),
      wrong.element,
      camera,
      form(
        (values) => submit(app, values, wrong),
        token,
        secondary(t("enrol.scan"), () => readInvite(app, camera, input, wrong)),
        name,
        primary(t("enrol.submit"), null, { type: "submit" }),
        secondary(t("files.title"), () => app.go("files")),
      ),
    ],
    focus: input.value ? name.querySelector("input") : null,
    leave: () => app.viewfinder.close(),
  };
}

/** The token of the invite's address, which leaves the address bar at once; null without one. */
function fromAddress() {
  const token = location.hash ? inviteToken(location.href) : null;
  if (location.hash) history.replaceState(null, "", location.pathname);
  return token;
}

async function readInvite(app, place, input, wrong) {
  place.replaceChildren(app.viewfinder.element);
  try {
    await app.viewfinder.start(({ state, text }) => {
      if (state !== "found") return;
      place.replaceChildren();
      app.viewfinder.close();
      const token = inviteToken(text);
      if (token) input.value = token;
      else wrong.show(t("enrol.no_invite"));
    });
  } catch {
    place.replaceChildren();
    wrong.show(t("camera.denied"));
  }
}

async function submit(app, { token, name }, wrong) {
  const bare = inviteToken(token);
  if (!bare) return wrong.show(t("enrol.no_invite"));
  if (!name.trim()) return wrong.show(t("enrol.name_missing"));
  try {
    const keys = { ...(await makeKeys()), exchange: await makeExchange() };
    const body = { token: bare, ...(await publicKeys(keys)), name: name.trim(), app_version: app.version };
    const answer = await app.api.enrol(body);
    const device = enrolled(answer);
    await navigator.storage?.persist?.();
    await app.store.put({ device, ...keys });
    Object.assign(app.keys, keys);
    app.device = app.api.device = device;
    return app.go("signIn");
  } catch (error) {
    return wrong.show(explain(error));
  }
}

/** The public halves of a device's keys, as enrolment sends them. */
async function publicKeys({ signing, exchange }) {
  return { public_key: await publicJwk(signing), exchange_key: await publicJwk(exchange) };
}

function enrolled({ device_id: id, api_token: apiToken, gate, gate_name: gateName, root_public_key: rootPublicKey }) {
  return { id, apiToken, gate, gateName, rootPublicKey };
}

function explain(error) {
  if (error.status === 400) return t("enrol.refused");
  return known(`error.${error.code}`) ? t(`error.${error.code}`) : t("error.unreachable");
}
