// Plan pages work without this. It keeps half-written words through a reload or a lost connection, sends a form once,
// prints, and takes "what was just done" out of the address so that a reload does not say it again.

const main = document.getElementById('main');
const place = `cairn:${main.dataset.plan}`;

const attempt = (work, otherwise) => {
  try {
    return work();
  } catch {
    return otherwise; // No storage: nothing is kept, nothing breaks.
  }
};
const load = () => attempt(() => JSON.parse(sessionStorage.getItem(place) ?? '{}'), {});
const save = (drafts) => attempt(() => sessionStorage.setItem(place, JSON.stringify(drafts)));

const drafts = load();
if (main.dataset.did) {
  delete drafts[drafts.sent];
  history.replaceState(null, '', location.pathname + location.hash);
}
delete drafts.sent;
save(drafts);

for (const form of document.querySelectorAll('form[data-form]')) {
  for (const [name, text] of Object.entries(drafts[form.dataset.form] ?? {})) {
    const field = form.elements[name];
    if (!field || field.value === text) continue;
    field.value = text;
    form.closest('details')?.setAttribute('open', '');
  }
}

addEventListener('input', ({ target }) => {
  const form = target.closest?.('form[data-form]');
  if (!form || target.tagName !== 'TEXTAREA') return;
  (drafts[form.dataset.form] ??= {})[target.name] = target.value;
  save(drafts);
});

addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = 'yes';
  drafts.sent = form.dataset.form;
  save(drafts);
});

// Back from another page, or the answer never came: the form can be sent again.
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent));
addEventListener('offline', () => document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent));

const print = document.querySelector('[data-print]');
if (print) {
  print.hidden = false;
  print.addEventListener('click', () => window.print());
}
