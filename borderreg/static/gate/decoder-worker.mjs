// Finds QR codes in one picture. Served with a policy of its own: only here may WebAssembly be compiled.

import { prepareZXingModule, readBarcodes } from "/static/vendor/zxing-wasm/es/reader/index.js";

const BINARY = "/static/vendor/zxing-wasm/reader/zxing_reader.wasm";
const OPTIONS = {
  formats: ["QRCode"],
  tryHarder: true,
  tryRotate: false,
  tryInvert: false,
  tryDownscale: true,
  maxNumberOfSymbols: 3,
  characterSet: "UTF8", // identity cards hold Vietnamese without saying so; a guess may take it for Japanese
  returnErrors: true,
  textMode: "Plain",
};

const ready = prepareZXingModule({ overrides: { locateFile: () => BINARY }, fireImmediately: true });
ready.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ failed: String(error) }),
);

addEventListener("message", async ({ data: { id, picture } }) => {
  const started = performance.now();
  let symbols = [];
  try {
    symbols = (await readBarcodes(pixels(picture), OPTIONS)).map(symbol);
  } finally {
    picture.close();
    postMessage({ id, symbols, milliseconds: performance.now() - started });
  }
});

function pixels(picture) {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, picture.width, picture.height);
}

function symbol({ isValid, text, position }) {
  const corners = [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft];
  return { text: isValid ? text : null, corners: corners.map(({ x, y }) => [x, y]) };
}
