import Archive from '@lucide/svelte/icons/archive';
import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import ClipboardPen from '@lucide/svelte/icons/clipboard-pen';
import Pencil from '@lucide/svelte/icons/pencil';
import type { ProductRow } from '$lib/host';
import type { MenuEntry } from '$lib/shared/menu';
import { openSheet } from '$lib/shared/sheets.svelte';
import { t } from '$lib/words';
import ArchiveProductSheet from './ArchiveProductSheet.svelte';
import CorrectSheet from './CorrectSheet.svelte';
import CountSheet from './CountSheet.svelte';
import EditProductSheet from './EditProductSheet.svelte';

/** What can be done with a product; `cannotCount` is Rust's sentence, where it is known. */
export function productEntries(product: ProductRow, cannotCount?: string | null): MenuEntry[] {
  const { id, archived } = product;
  const reason = cannotCount ?? (product.stock === null ? t('product.why_not_count') : null);
  return [
    { id: 'edit', label: t('product.edit_menu'), icon: Pencil, run: () => openSheet(EditProductSheet, { id }) },
    {
      id: 'count',
      label: t('product.count_menu'),
      icon: ClipboardCheck,
      reason,
      run: () => openSheet(CountSheet, { product }),
    },
    {
      id: 'correct',
      label: t('product.correct_menu'),
      icon: ClipboardPen,
      reason,
      run: () => openSheet(CorrectSheet, { product }),
    },
    {
      id: 'archive',
      label: archived ? t('product.unarchive_menu') : t('product.archive_menu'),
      icon: archived ? ArchiveRestore : Archive,
      separated: true,
      run: () => openSheet(ArchiveProductSheet, { product, archived: !archived }),
    },
  ];
}
