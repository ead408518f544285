import type { Keyed } from './act.svelte';
import { call, refusal, type Refusal } from './wire';

/** How long typing must pause before consequences are asked for. */
const PAUSE_MS = 120;

/** What an act would do, kept up with what is typed. */
export interface Preview<T> {
  /** What Rust foresees; `undefined` until the form says enough, and where the act is refused. */
  readonly result: T | undefined;
  readonly error: Refusal | null;
}

/**
 * What `command` would do, asked anew when what `args` reads changes.
 *
 * To be called while a component is set up. `args` gives the act's arguments, or `null` where the
 * form does not say enough yet. Rust runs the act and rolls it back.
 */
export function preview<A extends unknown[], T>(
  command: Keyed<A, T>,
  args: () => A | null,
): Preview<T> {
  let result = $state.raw<T | undefined>(undefined);
  let error = $state.raw<Refusal | null>(null);
  let newest = 0;

  function settle(mine: number, answer: T | undefined, problem: Refusal | null) {
    if (mine !== newest) return;
    result = answer;
    error = problem;
  }

  $effect(() => {
    const mine = ++newest;
    // A copy: the form may change before the question is put, and every field of it counts.
    const asked = $state.snapshot(args()) as A | null;
    if (!asked) {
      settle(mine, undefined, null);
      return;
    }
    const pause = setTimeout(() => {
      call(command(...asked, { key: crypto.randomUUID(), preview: true })).then(
        (answer) => settle(mine, answer, null),
        (thrown: unknown) => settle(mine, undefined, refusal(thrown)),
      );
    }, PAUSE_MS);
    return () => clearTimeout(pause);
  });

  return {
    get result() {
      return result;
    },
    get error() {
      return error;
    },
  };
}
