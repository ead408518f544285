import { changed, topicsOf } from './topics';
import { call, refusal, UNREACHABLE, type Refusal, type Wire } from './wire';

/** How an act is asked for: with the key that makes it happen once, or only to see what it would do. */
export interface Ask {
  key: string;
  preview: boolean;
}

/** A command that is an act: how it is asked for is its last argument. */
export type Keyed<A extends unknown[], T> = (...args: [...A, ask: Ask]) => Promise<Wire<T>>;

/** One act of the user: its busy flag, its key, its error and its last result in one place. */
export interface Act<A extends unknown[], T> {
  readonly busy: boolean;
  readonly error: Refusal | null;
  /** The result of the last run that went well. */
  readonly last: T | null;
  /**
   * Runs the act; gives its result, or `undefined` where it was refused (see `error`).
   *
   * The same again while it is under way joins it, so that a double click is one act. Anything else waits for what was
   * asked before it, and is then done too: each run gives its own result, and its own error is there as it settles.
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
  return keyed((key, ...args: A) => command(...args, { key, preview: false }));
}

/** What is no act of the books (opening the file, saving a copy), with the same face as an {@link act}. */
export function task<A extends unknown[], T>(command: (...args: A) => Promise<Wire<T>>): Act<A, T> {
  return keyed((_, ...args: A) => command(...args));
}

/** What `command` would do: the same act, run and rolled back by Rust. */
export function foresee<A extends unknown[], T>(command: Keyed<A, T>): (...args: A) => Promise<T> {
  return (...args) => call(command(...args, { key: crypto.randomUUID(), preview: true }));
}

function keyed<A extends unknown[], T>(send: (key: string, ...args: A) => Promise<Wire<T>>): Act<A, T> {
  let busy = $state(false);
  let error = $state.raw<Refusal | null>(null);
  let last = $state.raw<T | null>(null);
  /** What was asked for last and is not over. */
  let newest: { intent: string; result: Promise<T | undefined> } | null = null;
  let unanswered: { key: string; intent: string } | null = null;

  async function ask(intent: string, args: A): Promise<T | undefined> {
    const key = unanswered?.intent === intent ? unanswered.key : crypto.randomUUID();
    unanswered = null;
    try {
      const result = await call(send(key, ...args));
      last = result;
      changed(topicsOf(result));
      return result;
    } catch (thrown) {
      error = refusal(thrown);
      if (error.code === UNREACHABLE) unanswered = { key, intent };
      return undefined;
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
      const intent = JSON.stringify(args);
      if (newest?.intent === intent) return newest.result;
      // A refusal stays to be read while what was asked after it is still done.
      if (!newest) error = null;
      busy = true;
      const mine = { intent, result: newest ? newest.result.then(() => ask(intent, args)) : ask(intent, args) };
      newest = mine;
      void mine.result.then(() => {
        if (newest !== mine) return;
        newest = null;
        busy = false;
      });
      return mine.result;
    },
    clear() {
      error = null;
    },
  };
}
