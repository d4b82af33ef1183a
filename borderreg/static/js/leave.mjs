// Leave a page at once, without a way back to it: the page that comes takes this one's place in the history.
export default function leave(link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}

for (const link of document.querySelectorAll("[data-leave]")) leave(link);
