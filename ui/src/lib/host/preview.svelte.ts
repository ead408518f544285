import { refusal, type Refusal } from './wire';

/** How long typing must pause before consequences are asked for. */
const PAUSE_MS = 120;

/** What an act would do, kept up with what is typed. */
export interface Preview<T> {
  /** The newest consequences; `undefined` until the form says enough. */
  readonly effects: T | undefined;
  readonly error: Refusal | null;
}

/**
 * The consequences of an act, asked for anew when what `ask` reads changes.
 *
 * To be called while a component is set up. `ask` reads the form at once and gives the question
 * to put once typing pauses, or `null` where the form does not say enough yet.
 */
export function preview<T>(ask: () => (() => Promise<T>) | null): Preview<T> {
  let effects = $state.raw<T | undefined>(undefined);
  let error = $state.raw<Refusal | null>(null);
  let newest = 0;

  $effect(() => {
    const question = ask();
    const mine = ++newest;
    if (!question) {
      effects = undefined;
      error = null;
      return;
    }
    const pause = setTimeout(() => {
      question().then(
        (answer) => mine === newest && ((effects = answer), (error = null)),
        (thrown: unknown) => mine === newest && ((effects = undefined), (error = refusal(thrown))),
      );
    }, PAUSE_MS);
    return () => clearTimeout(pause);
  });

  return {
    get effects() {
      return effects;
    },
    get error() {
      return error;
    },
  };
}
