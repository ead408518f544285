import CircleCheck from '@lucide/svelte/icons/circle-check';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { Component } from 'svelte';
import { t } from '$lib/words';

interface Sign {
  label: string;
  icon: Component;
  tone: 'good' | 'warn';
}

/** The word, icon and colour that says whether a refund counts. */
export function refundSign({ reversed }: { reversed: boolean }): Sign {
  return reversed
    ? { label: t('refund.reversed'), icon: Undo2, tone: 'warn' }
    : { label: t('refund.paid'), icon: CircleCheck, tone: 'good' };
}
