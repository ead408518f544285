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

let next = 1;
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
  open = open.filter((sheet) => sheet.id !== id);
}

/** Closes every sheet: what they are about is left behind. */
export function closeSheets(): void {
  open = [];
}
