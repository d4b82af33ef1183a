// Files for a device without a network: loaded here, or saved for the desk.

import { field, h } from "../dom.mjs";
import { takeFile } from "../files.mjs";
import { known, t } from "../i18n.mjs";
import { saveFile } from "../save.mjs";
import { actions, complaint, form, heading, primary, secondary } from "./parts.mjs";

export function files(app) {
  const wrong = complaint();
  const said = h("p", { class: "lead", role: "status" });
  const back = () => app.go(app.device ? (app.shift ? "menu" : "signIn") : "enrol", {});
  const formElement = form(
    (values) => load(app, values, { wrong, said }),
    !app.device && field(t("enrol.name"), { id: "name", name: "name", maxlength: 60 }, t("enrol.name_hint")),
    field(t("files.file"), { id: "file", name: "file", type: "file", accept: ".json,application/json" }, t("files.hint")),
    wrong.element,
  );
  return {
    nodes: [heading(t("files.title")), formElement, said, actions(primary(t("files.load"), () => formElement.requestSubmit()), secondary(t("action.back"), back))],
    keys: { Escape: back },
  };
}

async function load(app, { file, name = "" }, { wrong, said }) {
  if (!file?.size) return wrong.show(t("files.missing"));
  wrong.element.hidden = true;
  try {
    const { done, save } = await takeFile(app, await file.text(), name.trim() || "–");
    if (save) saveFile(save, "borderreg-xin-ghep.json");
    app.header.show(app);
    said.textContent = t(`files.${done}`);
    if (done === "enrolled") app.go("files");
  } catch (error) {
    const key = `files.${error.code}`;
    wrong.show(t(known(key) ? key : "files.refused"));
  }
}
