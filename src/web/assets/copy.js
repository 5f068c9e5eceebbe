// Fields that hold something to pass on: one press copies them. Without this script they can be selected and copied by hand.

for (const button of document.querySelectorAll('[data-copies]')) {
  const field = document.getElementById(button.dataset.copies);
  const said = document.getElementById(`${button.dataset.copies}-said`);
  button.hidden = false;
  button.addEventListener('click', async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand('copy'); // Without TLS there is no clipboard to write to, but what is selected can be copied.
    }
    said.textContent = button.dataset.said;
  });
}
