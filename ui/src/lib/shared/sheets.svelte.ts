import type { Component } from 'svelte';
import { clearNotes } from './toasts.svelte';

/** What every sheet that opens from anywhere takes, beside its own props. */
export interface SheetProps {
  /** The sheet has closed, with or without its act. */
  onclose: () => void;
}

interface OpenSheet {
  readonly id: number;
  readonly component: Component<SheetProps>;
  readonly props: object;
}

/** How soon after a sheet opened or closed another press of the key that did it is still the same one. */
export const SAME_PRESS_MS = 400;
const MODIFIERS = ['Control', 'Meta', 'Shift', 'Alt'];

let next = 1;
let closedAt = -Infinity;
let open = $state.raw<readonly OpenSheet[]>([]);

/** The sheets that are open, the newest last. */
export function openSheets(): readonly OpenSheet[] {
  return open;
}

/** Opens `component` over whatever page is shown, such as *Record payment* from the calendar. */
export function openSheet<P extends SheetProps>(
  component: Component<P>,
  props: Omit<P, keyof SheetProps>,
): void {
  clearNotes();
  open = [...open, { id: next++, component: component as Component<SheetProps>, props }];
}

export function closeSheet(id: number): void {
  closedAt = performance.now();
  open = open.filter((sheet) => sheet.id !== id);
}

/**
 * Whether a key still belongs to the sheet that it closed: Enter pressed twice would open the sheet again, since the
 * focus is back on what opened it. Once another key was pressed, as on the way to a note, Enter is meant.
 */
export function isSamePress(event: KeyboardEvent): boolean {
  if (MODIFIERS.includes(event.key)) return false;
  const same = event.key === 'Enter' && performance.now() - closedAt <= SAME_PRESS_MS;
  if (!same) closedAt = -Infinity;
  else if (event.repeat) closedAt = performance.now();
  return same;
}

/** Closes every sheet: what they are about is left behind. */
export function closeSheets(): void {
  open = [];
}
