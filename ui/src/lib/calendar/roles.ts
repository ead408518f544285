const TABLE = '[role=table], [role=row], [role=rowgroup], [role=rowheader], [role=columnheader], [role=cell]';
const LIST = '.ec[role=list], .ec [role=listitem]';

/**
 * Takes off the roles of tables and lists that the calendar component gives its parts.
 *
 * They do not nest as ARIA wants, and would read a session as a cell without a head. Each session is
 * a button that says day, time and client by itself; days of the list become headings.
 */
export function plainRoles(calendar: HTMLElement): () => void {
  const mend = () => {
    for (const part of calendar.querySelectorAll(`${TABLE}, ${LIST}`)) part.removeAttribute('role');
    for (const head of calendar.querySelectorAll('[aria-colindex]')) head.removeAttribute('aria-colindex');
    for (const day of calendar.querySelectorAll('h4.ec-day-head:not([aria-level])')) {
      day.setAttribute('role', 'heading');
      day.setAttribute('aria-level', '2');
    }
    // The hours scroll by keyboard, too, where no session in them takes the focus.
    for (const hours of calendar.querySelectorAll('.ec-main:not([tabindex])')) hours.setAttribute('tabindex', '0');
  };
  mend();
  const observer = new MutationObserver(mend);
  observer.observe(calendar, { childList: true, subtree: true, attributes: true, attributeFilter: ['role'] });
  return () => observer.disconnect();
}
