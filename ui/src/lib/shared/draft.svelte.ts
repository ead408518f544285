import { untrack } from 'svelte';
import { same } from './same';

/** A form over stored facts, on which somebody may be typing. */
export interface Draft<T> {
  /** What is typed; bind inputs to its parts. */
  value: T;
  /** It says something else than what is stored. */
  readonly dirty: boolean;
  /** Goes back to what is stored. */
  reset(): void;
  /** What is typed was stored: what Rust made of it shows as soon as it comes. */
  settle(): void;
}

/**
 * A draft of `stored`, to be called while a component is set up.
 *
 * News of what is stored (an undo, say) shows at once, unless something is being typed.
 */
export function draft<T>(stored: () => T): Draft<T> {
  let base = $state.raw(untrack(stored));
  let value = $state(untrack(() => structuredClone(base)));
  const untouched = () => same($state.snapshot(value), base);

  $effect(() => {
    const newest = stored();
    untrack(() => {
      if (untouched()) value = structuredClone(newest);
      base = newest;
    });
  });

  return {
    get value() {
      return value;
    },
    set value(typed) {
      value = typed;
    },
    get dirty() {
      return !untouched();
    },
    reset() {
      value = structuredClone(base);
    },
    settle() {
      base = $state.snapshot(value) as T;
    },
  };
}
