import CirclePause from '@lucide/svelte/icons/circle-pause';
import CirclePlay from '@lucide/svelte/icons/circle-play';
import FileText from '@lucide/svelte/icons/file-text';
import PackageOpen from '@lucide/svelte/icons/package-open';
import { goto } from '$app/navigation';
import type { ClientId, RecordRow } from '$lib/host';
import NewReturnSheet from '$lib/returns/NewReturnSheet.svelte';
import type { MenuEntry } from '$lib/shared/menu';
import { openSheet } from '$lib/shared/sheets.svelte';
import { t } from '$lib/words';
import ActiveRecordSheet from './ActiveRecordSheet.svelte';

/** The line that asks for a record, on the page of its invoice. */
export function lineAddress(invoice: { id: string }, record: string): string {
  return `/invoices/${invoice.id}?record=${record}`;
}

/** What can be done with what a client was given; `cannotBegin` is why nothing new is begun for the client, if so. */
export function recordEntries(record: RecordRow, clientId: ClientId, cannotBegin: string | null = null): MenuEntry[] {
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
      id: 'return',
      label: t('record.return_menu'),
      icon: PackageOpen,
      reason: record.cannot_return ?? cannotBegin,
      run: () => openSheet(NewReturnSheet, { clientId, recordId: id }),
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
