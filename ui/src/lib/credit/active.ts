import { announce } from '$lib/history/announce';
import { act, commands, type CreditId } from '$lib/host';
import { noteProblem } from '$lib/shared/toasts.svelte';

/** Puts what is unused of a credit to sleep, or wakes it, and says so. */
export async function setActive(id: CreditId, active: boolean): Promise<void> {
  const change = act(commands.activateCredit);
  const done = await change.run(id, active);
  if (done) announce(done);
  else if (change.error) noteProblem(change.error.message);
}
