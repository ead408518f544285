import PackageCheck from '@lucide/svelte/icons/package-check';
import Pencil from '@lucide/svelte/icons/pencil';
import Trash from '@lucide/svelte/icons/trash';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { ReturnRow } from '$lib/host';
import type { MenuEntry } from '$lib/shared/menu';
import { openSheet } from '$lib/shared/sheets.svelte';
import { t } from '$lib/words';
import DiscardReturnSheet from './DiscardReturnSheet.svelte';
import EditReturnSheet from './EditReturnSheet.svelte';
import PostReturnSheet from './PostReturnSheet.svelte';
import ReverseReturnSheet from './ReverseReturnSheet.svelte';

/** What can be done with a return, and why not what cannot. */
export function returnEntries(row: ReturnRow): MenuEntry[] {
  const { id, status, summary } = row;
  const number = row.number ?? '';
  const isDraft = status === 'draft';
  return [
    {
      id: 'post',
      label: t('returns.post_menu'),
      icon: PackageCheck,
      reason: isDraft ? (summary ? null : t('returns.why_not_post_empty')) : t('returns.why_not_posted_again', { number }),
      run: () => openSheet(PostReturnSheet, { id }),
    },
    {
      id: 'edit',
      label: t('returns.edit_menu'),
      icon: Pencil,
      reason: isDraft ? null : t('returns.why_not_edit', { number }),
      run: () => openSheet(EditReturnSheet, { id }),
    },
    {
      id: 'discard',
      label: t('returns.discard_menu'),
      icon: Trash,
      danger: true,
      separated: true,
      reason: isDraft ? null : t('returns.why_not_discard', { number }),
      run: () => openSheet(DiscardReturnSheet, { id }),
    },
    {
      id: 'reverse',
      label: t('returns.reverse_menu'),
      icon: Undo2,
      danger: true,
      reason: isDraft
        ? t('returns.why_not_posted')
        : status === 'reversed'
          ? t('returns.why_not_reversed_again', { number })
          : null,
      run: () => openSheet(ReverseReturnSheet, { id }),
    },
  ];
}
