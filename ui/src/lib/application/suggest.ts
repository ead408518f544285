import { call, commands, type InvoiceRef } from '$lib/host';
import { isNothing } from '$lib/payment/applied';
import { openSheet } from '$lib/shared/sheets.svelte';
import type { NoteAct } from '$lib/shared/toasts.svelte';
import { t } from '$lib/words';
import InvoiceApplySheet from './InvoiceApplySheet.svelte';

/**
 * The offer to use available credit for an invoice that was just issued, where the practice or the client wants that
 * to be suggested (requirements C8); none where several were, which Today lists.
 */
export async function creditOffer(issued: readonly InvoiceRef[]): Promise<NoteAct[]> {
  const [only, second] = issued;
  if (!only || second) return [];
  try {
    const sheet = await call(commands.invoiceSheet(only.id));
    if (sheet.rows.every((row) => isNothing(row.proposed))) return [];
    const { client_id } = await call(commands.invoicePage(only.id));
    const { form } = await call(commands.clientPage(client_id));
    const { profile } = await call(commands.settings());
    if ((form.use_credit ?? profile.use_credit) !== 'suggest') return [];
  } catch {
    // The invoice is issued; that nothing can be offered now takes nothing from that.
    return [];
  }
  return [
    { label: t('application.use_credit'), run: () => openSheet(InvoiceApplySheet, { id: only.id, proposed: true }) },
  ];
}
