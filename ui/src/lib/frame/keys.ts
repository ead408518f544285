import type { Place } from './places';

/** What the keyboard can ask of the frame. */
export interface KeyActs {
  palette: () => void;
  help: () => void;
  create: () => void;
  go: (href: string) => void;
}

/** How long the letter after `g` may take. */
const SEQUENCE_MS = 1_200;

/** A listener for the keys that work anywhere; in fields and dialogs only Ctrl/Cmd+K does. */
export function keyListener(places: readonly Place[], acts: KeyActs): (event: KeyboardEvent) => void {
  let goUntil = 0;
  return (event) => {
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      acts.palette();
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isBusy(event.target)) return;
    const place = event.timeStamp < goUntil && places.find((one) => one.letter === event.key);
    goUntil = event.key === 'g' ? event.timeStamp + SEQUENCE_MS : 0;
    if (place) acts.go(place.href);
    else if (event.key === '?') acts.help();
    else if (event.key === 'n') acts.create();
    else return;
    event.preventDefault();
  };
}

/** Whether keys belong to what has the focus: a field, a menu, a dialog, the calendar. */
function isBusy(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu]') !== null
  );
}
