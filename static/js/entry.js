// The entry form: small helps on top of a form that works without them.

const form = document.querySelector("[data-entry]");
let isChanged = false;

form.addEventListener("input", (event) => {
  isChanged = true;
  // Who types a number means that there is one.
  const known = form.elements[`${event.target.name}.state`]?.[0];
  if (known && event.target.value.trim()) known.checked = true;
});

// Who says that there is no number means the one in the box no more.
form.addEventListener("change", (event) => {
  if (event.target.type !== "radio" || !event.target.name.endsWith(".state")) return;
  const box = form.elements[event.target.name.slice(0, -".state".length)];
  if (event.target.value === "known") return box.focus();
  box.value = "";
  box.placeholder = event.target.value === "unknown" ? "…" : "×";
});

form.addEventListener("submit", () => { isChanged = false; });
addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
