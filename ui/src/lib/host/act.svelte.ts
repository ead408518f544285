import { changed, topicsOf } from './topics';
import { call, refusal, UNREACHABLE, type Refusal, type Wire } from './wire';

/** How an act is asked for: for good under a key, or only to see what it would do. */
export interface ActKey {
  key: string;
  preview: boolean;
}

/** A command that takes an {@link ActKey} as its last argument. */
export type Keyed<A extends unknown[], T> = (...args: [...A, key: ActKey]) => Promise<Wire<T>>;

/** One act of the user: its busy flag, its key, its error and its last result in one place. */
export interface Act<A extends unknown[], T> {
  readonly busy: boolean;
  readonly error: Refusal | null;
  /** The result of the last run that went well. */
  readonly last: T | null;
  /**
   * Runs the act; gives its result, or `undefined` where it was refused (see `error`).
   *
   * While a run is under way a second one joins it, so that a double click is one act.
   */
  run(...args: A): Promise<T | undefined>;
  /** Forgets the error, for instance when the user types again. */
  clear(): void;
}

/**
 * An act around `command`.
 *
 * Each intent gets a fresh key. Only where the answer was lost is the key kept for the same
 * arguments, so that trying again cannot do the thing twice.
 */
export function act<A extends unknown[], T>(command: Keyed<A, T>): Act<A, T> {
  let busy = $state(false);
  let error = $state.raw<Refusal | null>(null);
  let last = $state.raw<T | null>(null);
  let running: Promise<T | undefined> | null = null;
  let unanswered: { key: string; intent: string } | null = null;

  async function send(args: A): Promise<T | undefined> {
    const intent = JSON.stringify(args);
    const key = unanswered?.intent === intent ? unanswered.key : crypto.randomUUID();
    unanswered = null;
    busy = true;
    error = null;
    try {
      const result = await call(command(...args, { key, preview: false }));
      last = result;
      changed(topicsOf(result));
      return result;
    } catch (thrown) {
      error = refusal(thrown);
      if (error.code === UNREACHABLE) unanswered = { key, intent };
      return undefined;
    } finally {
      busy = false;
      running = null;
    }
  }

  return {
    get busy() {
      return busy;
    },
    get error() {
      return error;
    },
    get last() {
      return last;
    },
    run(...args) {
      running ??= send(args);
      return running;
    },
    clear() {
      error = null;
    },
  };
}
