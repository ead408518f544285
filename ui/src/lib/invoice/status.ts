import Ban from '@lucide/svelte/icons/ban';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleDotDashed from '@lucide/svelte/icons/circle-dot-dashed';
import type { Component } from 'svelte';
import type { InvoiceRow, InvoiceStatus } from '$lib/host';
import { isNothing } from '$lib/payment/applied';
import { formatAmount } from '$lib/shared/amount';
import { setting } from '$lib/shared/setting.svelte';
import { t } from '$lib/words';

interface Sign {
  label: string;
  icon: Component;
  tone: 'neutral' | 'good' | 'warn' | 'bad' | 'info';
}

/** The word, icon and colour that an invoice's status has everywhere. */
export function invoiceSign(status: InvoiceStatus): Sign {
  switch (status) {
    case 'paid':
      return { label: t('invoice.paid'), icon: CircleCheck, tone: 'good' };
    case 'part_paid':
      return { label: t('invoice.part_paid'), icon: CircleDotDashed, tone: 'info' };
    case 'unpaid':
      return { label: t('invoice.unpaid'), icon: CircleDashed, tone: 'neutral' };
    case 'overdue':
      return { label: t('invoice.overdue'), icon: CircleAlert, tone: 'bad' };
    case 'void':
      return { label: t('invoice.void'), icon: Ban, tone: 'neutral' };
  }
}

/** Why no payment can be recorded on an invoice, if so; what was written off of it can still be paid. */
export function whyNotPay({ number, status, written_off }: Pick<InvoiceRow, 'number' | 'status' | 'written_off'>): string | null {
  if (status === 'void') return t('invoice.why_not_pay_void', { number });
  if (status === 'paid' && isNothing(written_off)) return t('invoice.why_not_pay_paid', { number });
  return null;
}

/** Why nothing of an invoice can be given up, if so. */
export function whyNotWriteOff({ number, status, outstanding }: Pick<InvoiceRow, 'number' | 'status' | 'outstanding'>): string | null {
  if (status === 'void') return t('invoice.why_not_pay_void', { number });
  if (isNothing(outstanding)) return t('invoice.why_not_pay_paid', { number });
  return null;
}

/** Why an invoice takes neither credits nor a credit note, if so. */
export function whyNotChange(number: string, status: InvoiceStatus): string | null {
  return status === 'void' ? t('invoice.why_not_pay_void', { number }) : null;
}

/** Why an invoice of this status can be neither locked nor unlocked, if so. */
export function whyNotLock(number: string, status: InvoiceStatus): string | null {
  return status === 'void' ? t('invoice.why_not_lock_void', { number }) : null;
}

/** Why the lines of an invoice cannot change, as far as its row says. */
export function whyNotEdit({ number, status, locked }: Pick<InvoiceRow, 'number' | 'status' | 'locked'>): string | null {
  return whyNotLock(number, status) ?? (locked ? t('invoice.why_not_locked', { number }) : null);
}

/** Why an invoice cannot become void, as far as its row says. */
export function whyNotVoid(row: Pick<InvoiceRow, 'number' | 'status' | 'locked' | 'written_off'>): string | null {
  const { number, written_off } = row;
  const amount = formatAmount(written_off, { currency: setting.currency });
  return whyNotEdit(row) ?? (isNothing(written_off) ? null : t('invoice.why_not_void_written_off', { number, amount }));
}
