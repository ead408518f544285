import { untrack } from 'svelte';

/** How long a note stays; longer where it can be acted on. */
const STAY_MS = 6_000;
const STAY_TO_ACT_MS = 12_000;
/** How many are on screen at once: of those after an act, and with those of problems. */
const MOST_QUIET = 2;
const MOST = 4;

export interface NoteAct {
  label: string;
  run: () => void;
}

/** A quiet note after an act. */
export interface Note {
  readonly id: number;
  readonly sentence: string;
  readonly acts: readonly NoteAct[];
  /** Something went wrong: it stays until it is dismissed. */
  readonly problem: boolean;
  /** What it is about, such as the operation that it can undo. */
  readonly about: string | null;
}

let next = 1;
let notes = $state.raw<readonly Note[]>([]);
// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen reads the timers
const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** The notes on screen, oldest first. */
export function shown(): readonly Note[] {
  return notes;
}

/** Shows `sentence`, with what can be done about it, such as *Undo* and *Receipt*. */
export function note(sentence: string, acts: readonly NoteAct[] = [], about: string | null = null): number {
  return show({ id: next++, sentence, acts, problem: false, about });
}

/** Shows what went wrong where no form is open to show it in. */
export function noteProblem(sentence: string, acts: readonly NoteAct[] = []): number {
  return show({ id: next++, sentence, acts, problem: true, about: null });
}

export function dismiss(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  notes = notes.filter((entry) => entry.id !== id);
}

/** Takes away the notes about what no longer stands. */
export function dismissAbout(about: string): void {
  for (const entry of notes) if (entry.about === about) dismiss(entry.id);
}

/** Keeps every note while the pointer or the focus is on one. */
export function pause(): void {
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
}

export function resume(): void {
  for (const entry of notes) wait(entry);
}

/** Whether an event is about a note: what is done there is not done outside of an open window. */
export function onNote(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('.toasts') !== null;
}

/** Takes away the notes of acts that went well: what opens now has more to say. */
export function clearNotes(): void {
  for (const { id, problem } of notes) if (!problem) dismiss(id);
}

function show(entry: Note): number {
  // An effect that shows a note must not run again because there is one.
  const all = [...untrack(() => notes), entry];
  const quiet = all.filter(({ problem }) => !problem).slice(-MOST_QUIET);
  notes = all.filter((one) => one.problem || quiet.includes(one)).slice(-MOST);
  wait(entry);
  return entry.id;
}

function wait(entry: Note): void {
  if (entry.problem || timers.has(entry.id)) return;
  const stay = entry.acts.length > 0 ? STAY_TO_ACT_MS : STAY_MS;
  timers.set(entry.id, setTimeout(() => dismiss(entry.id), stay));
}
