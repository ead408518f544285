import { announce } from '$lib/history/announce';
import { act, call, commands, refusal, type ClientId, type SessionId } from '$lib/host';
import { noteProblem } from '$lib/shared/toasts.svelte';

/** The client's charged sessions that are on no invoice yet, from every page of the list. */
export async function notInvoiced(client: ClientId): Promise<SessionId[]> {
  const ids: SessionId[] = [];
  for (let page = 0; ; page++) {
    const listed = await call(
      commands.listSessions({ client_id: client, search: '', filter: 'not_invoiced', descending: false, page }),
    );
    ids.push(...listed.rows.map((session) => session.id));
    if (listed.rows.length === 0 || ids.length >= listed.total) return ids;
  }
}

/** Invoices all that the client has waiting, one invoice each or together on one. */
export async function invoiceClient(client: ClientId, gather: boolean): Promise<void> {
  const invoice = act(commands.invoiceSessions);
  try {
    const ids = await notInvoiced(client);
    if (ids.length > 0) announce(await invoice.run(ids, gather));
    if (invoice.error) noteProblem(invoice.error.message);
  } catch (thrown) {
    noteProblem(refusal(thrown).message);
  }
}
