import { announce } from '$lib/history/announce';
import { act, commands, type ClientId } from '$lib/host';
import { noteProblem } from '$lib/shared/toasts.svelte';

/** Invoices all that the client has waiting, one invoice each or together on one. */
export async function invoiceClient(client: ClientId, gather: boolean): Promise<void> {
  const invoice = act(commands.invoiceAll);
  announce(await invoice.run({ kind: 'of', id: client }, gather));
  if (invoice.error) noteProblem(invoice.error.message);
}
