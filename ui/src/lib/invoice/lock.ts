import { announce } from '$lib/history/announce';
import { act, commands, type InvoiceId } from '$lib/host';
import { noteProblem } from '$lib/shared/toasts.svelte';

/** Locks an invoice's lines, or opens them for changes again, and says so. */
export async function setLocked(id: InvoiceId, locked: boolean): Promise<void> {
  const change = act(locked ? commands.lockInvoice : commands.unlockInvoice);
  const done = await change.run(id);
  if (done) announce(done);
  else if (change.error) noteProblem(change.error.message);
}
