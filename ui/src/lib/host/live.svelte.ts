import { untrack } from 'svelte';
import { onChanged } from './topics';
import { refusal, type Refusal } from './wire';

/** How long an answer may take before a skeleton is shown. */
const PATIENCE_MS = 200;

/** Facts that stay true: loaded, and loaded again when what they rest on changes. */
export interface Live<T> {
  /** The newest answer; stale facts stay while newer ones are on their way. */
  readonly data: T | undefined;
  readonly error: Refusal | null;
  /** True once there is nothing to show for longer than a blink: time for a skeleton. */
  readonly waiting: boolean;
  readonly refetching: boolean;
  refetch(): void;
}

/**
 * Facts under `topics`, loaded by `loader`.
 *
 * To be called while a component is set up. The loader runs again when a reactive value that it
 * reads changes (before its first `await`), and when an act changed one of the topics.
 */
export function live<T>(topics: readonly string[], loader: () => Promise<T>): Live<T> {
  let data = $state.raw<T | undefined>(undefined);
  let error = $state.raw<Refusal | null>(null);
  let waiting = $state(false);
  let refetching = $state(false);
  let asked = $state(0);
  let newest = 0;

  $effect(() => onChanged((set) => topics.some((topic) => set.has(topic)) && asked++));

  $effect(() => {
    void asked;
    const mine = ++newest;
    const answer = loader();
    const patience = setTimeout(() => (waiting = untrack(() => data === undefined)), PATIENCE_MS);
    refetching = true;
    const settle = (store: () => void) => {
      clearTimeout(patience);
      if (mine !== newest) return;
      store();
      waiting = false;
      refetching = false;
    };
    answer.then(
      (value) => settle(() => ((data = value), (error = null))),
      (thrown: unknown) => settle(() => (error = refusal(thrown))),
    );
    return () => clearTimeout(patience);
  });

  return {
    get data() {
      return data;
    },
    get error() {
      return error;
    },
    get waiting() {
      return waiting;
    },
    get refetching() {
      return refetching;
    },
    refetch() {
      asked++;
    },
  };
}
