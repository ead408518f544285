import { goto } from '$app/navigation';
import { call, CLOSED, commands, refusal, type BooksCheck, type Refusal } from '$lib/host';
import { noteProblem } from '$lib/shared/toasts.svelte';
import { t } from '$lib/words';

/** How long the window is in use before the books are checked. */
const PAUSE_MS = 1500;

/** What the last check of the books came to; neither before the first is over. */
export interface LastCheck {
  found?: BooksCheck;
  /** Why they could not be checked. */
  failed?: Refusal;
}

let last = $state.raw<LastCheck>({});

export function lastCheck(): LastCheck {
  return last;
}

/** Checks the books. */
export async function checkBooks(): Promise<BooksCheck> {
  try {
    const found = await call(commands.checkBooks());
    last = { found };
    return found;
  } catch (thrown) {
    const failed = refusal(thrown);
    // A practice that was locked meanwhile is checked at its next start.
    if (failed.code !== CLOSED) last = { failed };
    throw thrown;
  }
}

/** Checks the books once the window is in use; gives the way to leave it be. */
export function checkAtStart(): () => void {
  last = {};
  let left = false;
  const pause = setTimeout(() => {
    const over = () => !left && tell(last);
    checkBooks().then(over, over);
  }, PAUSE_MS);
  return () => {
    left = true;
    clearTimeout(pause);
  };
}

/** What is wrong with the books, or with checking them, in a sentence. */
export function troubleOf({ found, failed }: LastCheck): string | undefined {
  if (failed) return t('report.check_at_start_failed', { why: failed.message });
  const count = found?.broken.length ?? 0;
  return count > 0 ? t('report.check_at_start_broken', { count }) : undefined;
}

function tell(check: LastCheck) {
  const trouble = troubleOf(check);
  // Today says it itself.
  if (!trouble || location.pathname === '/') return;
  noteProblem(trouble, [{ label: t('report.check'), run: () => void goto('/reports?tab=check') }]);
}
