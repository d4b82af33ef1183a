// Copy an entry code; say so for a moment. The button appears only where copying is possible.
export default function copyCode(holder) {
  const code = holder.querySelector("[data-code]");
  const button = holder.querySelector("button");
  const status = holder.querySelector('[role="status"]');
  if (!navigator.clipboard) return;

  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent.trim());
    status.textContent = button.dataset.copied;
    const label = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, 2000);
  });
}
