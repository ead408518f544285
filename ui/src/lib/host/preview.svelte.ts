import { onChanged } from './topics';
import { refusal, type Refusal } from './wire';

/** How long typing must pause before consequences are asked for. */
const PAUSE_MS = 120;

/** What an act would do, kept up with what is typed. */
export interface Preview<T> {
  /** The newest consequences, those of before while newer ones are worked out; `undefined` until the form says enough. */
  readonly effects: T | undefined;
  /** Why there are none; only ever of the form as it stands. */
  readonly error: Refusal | null;
  /** Consequences are being worked out. */
  readonly pending: boolean;
}

/**
 * The consequences of an act, asked for anew when what `ask` reads changes, and when an act was done meanwhile.
 *
 * To be called while a component is set up. `ask` reads the form at once and gives the question
 * to put once typing pauses, or `null` where the form does not say enough yet.
 */
export function preview<T>(ask: () => (() => Promise<T>) | null): Preview<T> {
  let effects = $state.raw<T | undefined>(undefined);
  let error = $state.raw<Refusal | null>(null);
  let pending = $state(false);
  let changes = $state(0);
  let newest = 0;
  const question = $derived.by(ask);

  $effect(() => onChanged(() => void changes++));

  // The parts of a form may be others by now than those that were refused.
  $effect(() => {
    void question;
    error = null;
  });

  $effect(() => {
    void changes;
    const mine = ++newest;
    pending = question !== null;
    if (!question) {
      effects = undefined;
      return;
    }
    const put = question;
    const settle = (answer: T | undefined, wrong: Refusal | null) => {
      if (mine !== newest) return;
      effects = answer;
      error = wrong;
      pending = false;
    };
    const pause = setTimeout(() => {
      put().then(
        (answer) => settle(answer, null),
        (thrown: unknown) => settle(undefined, refusal(thrown)),
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
    get pending() {
      return pending;
    },
  };
}
