// What the passkey buttons share: fetch the question, bytes to text and back, and what the browser made as plain JSON.
export const supported = Boolean(window.PublicKeyCredential && navigator.credentials);

export function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  if (!buffer) return undefined;
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// The question for this form; its fields go along (token, version). Throws the server's words when there is none.
export async function ask(address, form) {
  const answer = await fetch(address, { method: "POST", body: new FormData(form) });
  if (!answer.headers.get("content-type")?.startsWith("application/json")) throw new Error("");
  const question = await answer.json();
  if (!answer.ok) throw new Error(question.said ?? "");
  question.challenge = bytes(question.challenge);
  for (const list of [question.allowCredentials, question.excludeCredentials]) {
    for (const one of list ?? []) one.id = bytes(one.id);
  }
  return question;
}

export function written(credential) {
  const { id, rawId, type, response } = credential;
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  return JSON.stringify({ id, rawId: text(rawId), type, response: said });
}

// Words for what went wrong: the browser's own refusals are DOMExceptions, everything else is ours or the network.
export function words(error, { cancelled, failed }) {
  if (error instanceof DOMException) return cancelled;
  return error instanceof TypeError ? failed : error.message || failed;
}
