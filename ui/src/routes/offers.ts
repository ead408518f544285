import FileSpreadsheet from '@lucide/svelte/icons/file-spreadsheet';
import { goto } from '$app/navigation';
import type { Offer } from '$lib/frame/offers.svelte';
import { parts } from '$lib/settings/parts';
import { t } from '$lib/words';
import { news } from './news';

/** What the field of commands offers from every page, beside the places of the rail. */
export const offers: readonly Offer[] = [
  ...news.map(({ id, label, icon, run }) => ({ id, label, run, ...(icon ? { icon } : {}) })),
  {
    id: 'import',
    label: t('client.import'),
    icon: FileSpreadsheet,
    keywords: [t('settings.data')],
    run: () => void goto('/import'),
  },
  ...parts.map(({ href, label, icon }) => ({
    id: `settings:${href}`,
    label: `${t('settings.title')}: ${label}`,
    icon,
    run: () => void goto(href),
  })),
];
