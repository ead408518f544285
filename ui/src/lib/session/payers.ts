import type { InvoiceRef, SessionView } from '$lib/host';
import { t } from '$lib/words';

/** The invoices that charge a session: its own client's first, then those of the others who pay for it. */
export function invoicesOf({ invoice_id, invoice_number, shares }: SessionView): InvoiceRef[] {
  const own = invoice_id && invoice_number ? [{ id: invoice_id, number: invoice_number }] : [];
  return [...own, ...shares.flatMap(({ invoice }) => (invoice ? [invoice] : []))];
}

/** Who else pays for a session, in words; nothing where nobody does. */
export function sharedWith({ shares }: SessionView): string | undefined {
  if (shares.length === 0) return undefined;
  return t('session.shared_with', { clients: shares.map(({ client_name }) => client_name).join(', ') });
}
