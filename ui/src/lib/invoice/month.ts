import type { MonthToInvoice } from '$lib/host';
import { formatDay } from '$lib/shared/day';
import { t } from '$lib/words';

/** October 2026 */
export function monthName({ month }: MonthToInvoice): string {
  return formatDay(`${month}-01`, 'month');
}

/** 12 sessions of 4 clients */
export function monthSize({ session_count, client_count }: MonthToInvoice): string {
  return t('invoice.month_size', {
    sessions: t('session.list_count', { count: session_count }),
    clients: t('client.list_count', { count: client_count }),
  });
}
