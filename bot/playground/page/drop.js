// Files dragged onto a part of the page: they go where the words of its box would go.

const holdsFiles = ({ dataTransfer }) => [...(dataTransfer?.types ?? [])].includes("Files");

/** `send` is called for each file. What is dragged there but is no file is left to the browser. */
export function takeFiles(node, send) {
  const over = (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault(); // or the browser would open the file in place of the page
    node.classList.add("dropping");
  };
  const leave = ({ relatedTarget }) => {
    if (!node.contains(relatedTarget)) node.classList.remove("dropping");
  };
  node.addEventListener("dragenter", over);
  node.addEventListener("dragover", over);
  node.addEventListener("dragleave", leave);
  node.addEventListener("drop", (event) => {
    node.classList.remove("dropping");
    if (!holdsFiles(event)) return;
    event.preventDefault();
    [...event.dataTransfer.files].forEach(send);
  });
}
