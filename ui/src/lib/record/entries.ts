import CirclePause from '@lucide/svelte/icons/circle-pause';
import CirclePlay from '@lucide/svelte/icons/circle-play';
import FileText from '@lucide/svelte/icons/file-text';
import { goto } from '$app/navigation';
import type { RecordRow } from '$lib/host';
import type { MenuEntry } from '$lib/shared/menu';
import { openSheet } from '$lib/shared/sheets.svelte';
import { t } from '$lib/words';
import ActiveRecordSheet from './ActiveRecordSheet.svelte';

/** The line that asks for a record, on the page of its invoice. */
export function lineAddress(invoice: { id: string }, record: string): string {
  return `/invoices/${invoice.id}?record=${record}`;
}

/** What can be done with what a client was given. */
export function recordEntries(record: RecordRow): MenuEntry[] {
  const { id, invoice, active } = record;
  return [
    {
      id: 'invoice',
      label: t('record.open_invoice'),
      icon: FileText,
      reason: invoice ? null : t('record.why_not_open'),
      run: () => invoice && void goto(lineAddress(invoice, id)),
    },
    {
      id: 'active',
      label: active ? t('record.deactivate_menu') : t('record.activate_menu'),
      icon: active ? CirclePause : CirclePlay,
      separated: true,
      run: () => openSheet(ActiveRecordSheet, { record, active: !active }),
    },
  ];
}
