import Wrench from '@lucide/svelte/icons/wrench';
import type { InvoiceId, PaymentId, SessionView } from '$lib/host';
import { invoicesOf } from '$lib/session/payers';
import type { MenuEntry } from '$lib/shared/menu';
import { openSheet } from '$lib/shared/sheets.svelte';
import { t } from '$lib/words';
import InvoiceMistakeSheet from './InvoiceMistakeSheet.svelte';
import PaymentMistakeSheet from './PaymentMistakeSheet.svelte';
import SessionMistakeSheet from './SessionMistakeSheet.svelte';

/** *Put something right*, as it is offered everywhere; with a reason, it cannot be done. */
function entry(reason: string | null | undefined, run: () => void): MenuEntry {
  return { id: 'assist', label: t('assist.menu'), icon: Wrench, reason, run };
}

/** What may be wrong with a payment. */
export function paymentMistake(id: PaymentId, reason: string | null): MenuEntry {
  return entry(reason, () => openSheet(PaymentMistakeSheet, { id }));
}

/** What may be wrong with an invoice. */
export function invoiceMistake(id: InvoiceId, reason: string | null): MenuEntry {
  return entry(reason, () => openSheet(InvoiceMistakeSheet, { id }));
}

/** What may be wrong with a session that is charged. */
export function sessionMistake(session: SessionView): MenuEntry {
  const reason = invoicesOf(session).length ? null : t('assist.why_not_session');
  return entry(reason, () => openSheet(SessionMistakeSheet, { session }));
}
