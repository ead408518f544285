import Gift from '@lucide/svelte/icons/gift';
import { sessionMistake } from '$lib/assist/entries';
import type { SessionView } from '$lib/host';
import type { MenuEntry } from '$lib/shared/menu';
import { openSheet } from '$lib/shared/sheets.svelte';
import { t } from '$lib/words';
import ChargeSheet from './ChargeSheet.svelte';
import { invoicesOf } from './payers';

/** Whether a session was attended and its charge let go. */
export function isFree(session: SessionView): boolean {
  return session.attendance === 'attended' && !session.awaits_invoice && invoicesOf(session).length === 0;
}

/** What can be put right about the charge of a session. */
export function correctionEntries(session: SessionView): MenuEntry[] {
  return [
    { ...sessionMistake(session), separated: true },
    {
      id: 'free',
      label: t('session.free_menu'),
      icon: Gift,
      reason: invoicesOf(session).length ? null : t('session.why_not_free'),
      run: () => openSheet(ChargeSheet, { session, attendance: session.attendance }),
    },
  ];
}
