// Beside a file box: the names of the chosen files (templates/forms/file_box.html).

for (const box of document.querySelectorAll(".file-box")) {
  const input = box.querySelector("input");
  const name = box.querySelector(".quiet");
  const none = name.textContent;
  const say = () => {
    name.textContent = Array.from(input.files, (file) => file.name).join("; ") || none;
  };
  input.addEventListener("change", say);
  say(); // a page that the browser restores keeps its files
}
