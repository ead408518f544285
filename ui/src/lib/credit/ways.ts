import { goto } from '$app/navigation';
import SourceApplySheet from '$lib/application/SourceApplySheet.svelte';
import type { CreditRow, RefundRow, ReturnRef, SourceRef } from '$lib/host';
import { isNothing } from '$lib/payment/applied';
import EditPaymentSheet from '$lib/payment/EditPaymentSheet.svelte';
import { sourcePage } from '$lib/payment/source';
import type { WayOut } from '$lib/shared/menu';
import { openSheet } from '$lib/shared/sheets.svelte';
import { t } from '$lib/words';

/** What the page of a source knows beyond its row in a list. */
export interface Known {
  refunds: readonly RefundRow[];
  /** The return that made a credit note. */
  returned?: ReturnRef | null;
}

/** To the refund of a source that stands; in a list, where it is not known, to the page that shows it. */
export function refundWay(source: SourceRef, known?: Known): WayOut | null {
  const refund = known?.refunds.find(({ reversed }) => !reversed);
  if (refund) return opens(refund.number, `/refunds/${refund.id}`);
  return known ? null : { ...pageWay(source), label: t('refund.all_of', { number: source.number }) };
}

/** Where the refusal to delete a credit or to make a credit note void leads: what of it is used comes back first. */
export function withdrawWay(row: CreditRow, known?: Known): WayOut | null {
  if (!row.cannot_withdraw || row.status === 'withdrawn') return null;
  const { id, kind, number } = row.source;
  if (kind === 'payment') {
    return { label: t('payment.edit_way', { number }), run: () => openSheet(EditPaymentSheet, { id }) };
  }
  if (known?.returned) return opens(known.returned.number, `/returns/${known.returned.id}`);
  // The page says by which transfer or return it came or went.
  const page = known ? null : pageWay(row.source);
  if (row.origin === 'transfer') return page;
  if (!isNothing(row.refunded)) return refundWay(row.source, known);
  if (!isNothing(row.transferred) || isNothing(row.applied)) return page;
  return { label: t('application.unapply'), run: () => openSheet(SourceApplySheet, { id }) };
}

function pageWay(source: SourceRef): WayOut {
  return opens(source.number, sourcePage(source));
}

function opens(number: string, address: string): WayOut {
  return { label: t('shared.open', { number }), run: () => void goto(address) };
}
