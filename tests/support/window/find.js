// Finds what a person would find: visible elements by role and name, test id, text or selector.
// arguments: [query, scope]; query = { role, name, exact, text, testId, css }; scope = element or null.
const [query, scope] = arguments;

const ROLES = {
  alert: '[role=alert]',
  button: 'button, [role=button], input[type=button], input[type=submit], input[type=reset], summary',
  cell: 'td, [role=cell], [role=gridcell]',
  checkbox: 'input[type=checkbox], [role=checkbox], [role=switch]',
  combobox: 'select, [role=combobox]',
  dialog: 'dialog[open], [role=dialog], [role=alertdialog]',
  field: 'input:not([type=hidden]):not([type=button]):not([type=submit]), textarea, select, [role=textbox], [role=combobox], [role=spinbutton], [contenteditable=true]',
  heading: 'h1, h2, h3, h4, h5, h6, [role=heading]',
  img: 'img, svg[role=img], [role=img]',
  link: 'a[href], [role=link]',
  listitem: 'li, [role=listitem]',
  main: 'main, [role=main]',
  menuitem: '[role=menuitem], [role=menuitemradio], [role=menuitemcheckbox]',
  navigation: 'nav, [role=navigation]',
  option: 'option, [role=option]',
  radio: 'input[type=radio], [role=radio]',
  region: 'section[aria-label], section[aria-labelledby], [role=region]',
  row: 'tr, [role=row]',
  status: 'output, [role=status]',
  tab: '[role=tab]',
  table: 'table, [role=table], [role=grid]',
};

const tidy = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
const byIds = (ids) => tidy(ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' '));

function accessibleName(element) {
  const labelledBy = element.getAttribute('aria-labelledby');
  if (labelledBy) return byIds(labelledBy);
  const label = tidy(element.getAttribute('aria-label'));
  if (label) return label;
  if (element.labels?.length) return tidy([...element.labels].map((one) => one.textContent).join(' '));
  if (element.matches('img')) return tidy(element.alt);
  if (element.matches('input[type=button], input[type=submit]')) return tidy(element.value);
  if (element.matches('table')) return tidy(element.caption?.textContent);
  if (element.matches('input, textarea, select')) return tidy(element.title || element.placeholder);
  return tidy(element.innerText ?? element.textContent) || tidy(element.title);
}

function visible(element) {
  if (element.closest('[inert]')) return false;
  if (element.matches('option')) return true;
  return element.checkVisibility({ visibilityProperty: true });
}

const wanted = (text, pattern) =>
  query.exact ? text === pattern : text.toLowerCase().includes(pattern.toLowerCase());

function candidates() {
  const root = scope ?? document;
  if (query.css) return [...root.querySelectorAll(query.css)];
  if (query.testId) return [...root.querySelectorAll(`[data-testid="${CSS.escape(query.testId)}"]`)];
  if (query.role) {
    const selector = ROLES[query.role] ?? `[role="${CSS.escape(query.role)}"]`;
    return [...root.querySelectorAll(selector)].filter((element) => !element.closest('[aria-hidden=true]'));
  }
  // By text: the innermost elements that hold it.
  const holding = [...root.querySelectorAll('*')].filter((element) => wanted(tidy(element.innerText), query.text));
  return holding.filter((element) => !holding.some((other) => other !== element && element.contains(other)));
}

return candidates()
  .filter(visible)
  .filter((element) => query.name === null || wanted(accessibleName(element), query.name));
