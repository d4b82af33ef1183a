// One sound a verdict, told apart without looking: pitch, number and length differ; the phone vibrates along.

export const TONES = {
  found: [[880, 0.06]],
  accept: [[660, 0.09], [880, 0.14]],
  check: [[520, 0.12], [0, 0.07], [520, 0.12]],
  refuse: [[180, 0.55]],
  unreadable: [[300, 0.07], [0, 0.04], [240, 0.1]],
  recorded: [[784, 0.08], [988, 0.08], [1319, 0.22]],
  waiting: [[392, 0.1], [0, 0.08], [330, 0.18]],
};
export const VIBRATION = { accept: [60], check: [90, 60, 90], refuse: [500], unreadable: [40, 40, 40], recorded: [120], waiting: [200, 80] };

let context = null;

/** Wake the audio up: browsers only allow it from a touch or a key. */
export function unlockSound() {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => {});
}

/** Play the sound of a verdict class, or of `found`, `recorded`, `waiting`. */
export function play(name) {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(VIBRATION[name] ?? 0);
  if (!context || context.state !== "running") return;
  let at = context.currentTime + 0.01;
  for (const [pitch, seconds] of TONES[name] ?? []) {
    if (pitch) tone(pitch, at, seconds, name === "refuse" ? "sawtooth" : "square");
    at += seconds;
  }
}

function tone(pitch, at, seconds, type) {
  const oscillator = new OscillatorNode(context, { type, frequency: pitch });
  const gain = new GainNode(context, { gain: 0.25 });
  gain.gain.setTargetAtTime(0, at + seconds - 0.03, 0.01);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + seconds);
}
