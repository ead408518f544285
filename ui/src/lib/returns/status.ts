import CircleCheck from '@lucide/svelte/icons/circle-check';
import PencilLine from '@lucide/svelte/icons/pencil-line';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { Component } from 'svelte';
import type { ReturnRow, ReturnStatus } from '$lib/host';
import { t } from '$lib/words';

interface Sign {
  label: string;
  icon: Component;
  tone: 'neutral' | 'good' | 'warn';
}

/** The word, icon and colour that the status of a return has everywhere. */
export function returnSign(status: ReturnStatus): Sign {
  switch (status) {
    case 'draft':
      return { label: t('returns.draft'), icon: PencilLine, tone: 'neutral' };
    case 'posted':
      return { label: t('returns.posted'), icon: CircleCheck, tone: 'good' };
    case 'reversed':
      return { label: t('returns.reversed'), icon: Undo2, tone: 'warn' };
  }
}

/** What a return is called: its number, or whose it is while it has none. */
export function returnName({ number, client_name }: Pick<ReturnRow, 'number' | 'client_name'>): string {
  return number ?? t('returns.draft_title', { client: client_name });
}

/** The fields of a return that show their own sentence. */
export const RETURN_FIELDS = ['returned_on', 'note'] as const;
