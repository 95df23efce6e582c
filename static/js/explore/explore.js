// Beside Explore's form: a filter over a long list, how many are chosen of each list, a press that chooses none of
// them, and the lists open where there is room beside the result.

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

for (const filter of document.querySelectorAll("[data-filter]")) {
  const lines = [...document.getElementById(filter.dataset.filter).children].reverse();
  filter.hidden = false;
  filter.addEventListener("input", () => {
    const words = folded(filter.value).split(/\s+/);
    let isShown = false; // one of the group, whose name comes last
    for (const line of lines) {
      if (line.matches(".choice")) {
        line.hidden = !words.every((word) => folded(line.textContent).includes(word));
        isShown ||= !line.hidden;
      } else {
        line.hidden = !isShown;
        isShown = false;
      }
    }
  });
  // Enter chooses nothing and would send the form.
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

for (const list of document.querySelectorAll("[data-wide-open]")) {
  list.open = matchMedia("(width >= 64rem)").matches;
}

// Without this the link leads to what is usual in the list.
for (const link of document.querySelectorAll("[data-clear]")) {
  const list = document.getElementById(link.dataset.clear);
  const boxes = [...list.querySelectorAll("input")];
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    document.querySelector(`[data-chosen="${list.id}"]`).textContent = chosen;
  };
  list.addEventListener("change", count);
  addEventListener("pageshow", count); // Back fills in the boxes as they were left
  link.addEventListener("click", (event) => {
    event.preventDefault();
    boxes.forEach((box) => { box.checked = false; });
    count();
  });
}
