import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import HourglassIcon from '@lucide/svelte/icons/hourglass';
import type { Component } from 'svelte';
import type { CreditOriginView, CreditRow, CreditStatus, SourceKindView } from '$lib/host';
import { t } from '$lib/words';

interface Sign {
  label: string;
  icon: Component;
  tone: 'neutral' | 'good' | 'warn' | 'info';
}

/** The word, icon and colour that the status of a credit or of a credit note has everywhere. */
export function creditSign(status: CreditStatus, kind: SourceKindView = 'credit'): Sign {
  switch (status) {
    case 'available':
      return { label: t('credit.status_available'), icon: CircleDot, tone: 'info' };
    case 'used':
      return { label: t('credit.status_used'), icon: CircleCheck, tone: 'good' };
    case 'inactive':
      return { label: t('credit.inactive'), icon: CirclePause, tone: 'neutral' };
    case 'lapsed':
      return { label: t('credit.lapsed'), icon: HourglassIcon, tone: 'warn' };
    case 'withdrawn':
      return { label: withdrawn(kind), icon: Ban, tone: 'neutral' };
  }
}

function withdrawn(kind: SourceKindView): string {
  switch (kind) {
    case 'payment':
      return t('payment.reversed');
    case 'credit':
      return t('credit.status_withdrawn');
    case 'credit_note':
      return t('credit_note.void');
  }
}

/** Where a credit made by hand comes from, in words. */
export function originWord(origin: CreditOriginView): string {
  return t(`credit.origin_${origin}`);
}

/** Where the money of a row comes from, in words. */
export function occasionOf(row: Pick<CreditRow, 'origin' | 'source'>): string {
  if (row.origin) return originWord(row.origin);
  return row.source.kind === 'payment' ? t('credit.origin_payment') : t('credit.origin_credit_note');
}

/** The fields of a credit that show their own sentence. */
export const CREDIT_FIELDS = ['amount', 'origin', 'given_on', 'expires_on', 'reason'] as const;

/** Only goodwill has a last day, and is not the client's to move. */
export function isGoodwill(origin: CreditOriginView | null): boolean {
  return origin === 'loyalty' || origin === 'referral' || origin === 'courtesy' || origin === 'other';
}
