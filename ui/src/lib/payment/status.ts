import CircleCheck from '@lucide/svelte/icons/circle-check';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { Component } from 'svelte';
import type { PaymentStatus } from '$lib/host';
import { t } from '$lib/words';

interface Sign {
  label: string;
  icon: Component;
  tone: 'good' | 'warn';
}

/** The word, icon and colour that a payment's status has everywhere. */
export function paymentSign(status: PaymentStatus): Sign {
  return status === 'active'
    ? { label: t('payment.active'), icon: CircleCheck, tone: 'good' }
    : { label: t('payment.reversed'), icon: Undo2, tone: 'warn' };
}
