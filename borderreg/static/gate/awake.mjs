// The screen stays on during a shift; the system takes the lock away when the page is hidden, so it is asked for again.

let wanted = false;

/** Keep the screen on from now on, or let it sleep again. */
export async function keepAwake(on) {
  wanted = on;
  if (!on || document.visibilityState !== "visible") return;
  await navigator.wakeLock?.request("screen").catch(() => {});
}

document.addEventListener("visibilitychange", () => {
  if (wanted) keepAwake(true);
});
