import type { InvoicingView } from '$lib/host';
import { t } from '$lib/words';

/** When invoices are made, to choose from. */
export const waysOfInvoicing: { value: InvoicingView; label: string }[] = [
  { value: 'per_session', label: t('settings.invoicing_per_session') },
  { value: 'monthly', label: t('settings.invoicing_monthly') },
  { value: 'by_hand', label: t('settings.invoicing_by_hand') },
];
