import { goto } from '$app/navigation';
import { creditOffer } from '$lib/application/suggest';
import { announce } from '$lib/history/announce';
import { act, commands, type InvoiceRef, type SessionId } from '$lib/host';
import { noteProblem, type NoteAct } from '$lib/shared/toasts.svelte';
import { t } from '$lib/words';

/** Invoices several sessions in one act, each alone or gathered per client; whether it was done. */
export async function invoiceSessions(ids: SessionId[], gather: boolean): Promise<boolean> {
  const invoice = act(commands.invoiceSessions);
  const made = await invoice.run(ids, gather);
  if (made) announce(made, await afterIssue(made.answer));
  else if (invoice.error) noteProblem(invoice.error.message);
  return made !== undefined;
}

/** The way to an invoice that was just made, where it is the only one. */
export function toInvoice(made: readonly InvoiceRef[]): NoteAct[] {
  const [only, second] = made;
  if (!only || second) return [];
  return [{ label: t('session.open_invoice'), run: () => void goto(`/invoices/${only.id}`) }];
}

/** What can be done once invoices were made: the way to the only one, and the offer to use credit for it. */
export async function afterIssue(made: readonly InvoiceRef[]): Promise<NoteAct[]> {
  return [...toInvoice(made), ...(await creditOffer(made))];
}
