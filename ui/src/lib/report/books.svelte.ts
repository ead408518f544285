import { goto } from '$app/navigation';
import { call, commands, type BooksCheck } from '$lib/host';
import { noteProblem } from '$lib/shared/toasts.svelte';
import { t } from '$lib/words';

/** How long the window is in use before the books are checked. */
const PAUSE_MS = 1500;

let checked = $state.raw<BooksCheck | undefined>(undefined);

/** What the check at this start found; nothing until it is over. */
export function booksAtStart(): BooksCheck | undefined {
  return checked;
}

/** Checks the books once the window is in use; gives the way to leave it be. */
export function checkAtStart(): () => void {
  checked = undefined;
  let left = false;
  const pause = setTimeout(() => {
    call(commands.checkBooks()).then(
      (found) => !left && tell(found),
      // A practice that was locked meanwhile is checked at its next start.
      () => undefined,
    );
  }, PAUSE_MS);
  return () => {
    left = true;
    clearTimeout(pause);
  };
}

function tell(found: BooksCheck) {
  checked = found;
  // Today says it itself.
  if (found.broken.length === 0 || location.pathname === '/') return;
  const show = { label: t('report.check'), run: () => void goto('/reports?tab=check') };
  noteProblem(t('report.check_at_start_broken', { count: found.broken.length }), [show]);
}
