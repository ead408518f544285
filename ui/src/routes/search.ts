import Banknote from '@lucide/svelte/icons/banknote';
import FileText from '@lucide/svelte/icons/file-text';
import User from '@lucide/svelte/icons/user';
import type { Component } from 'svelte';
import type { Hit } from '$lib/frame/offers.svelte';
import { call, commands, type SearchKind } from '$lib/host';
import { t } from '$lib/words';

const kinds: Record<SearchKind, { group: string; icon: Component; under: string }> = {
  client: { group: t('client.title'), icon: User, under: '/clients' },
  invoice: { group: t('invoice.title'), icon: FileText, under: '/invoices' },
  payment: { group: t('payment.title'), icon: Banknote, under: '/payments' },
};

/** Clients by name and documents by number, for the field of commands. */
export async function search(text: string): Promise<readonly Hit[]> {
  const found = await call(commands.search(text));
  return found.map((hit) => {
    const kind = kinds[hit.kind];
    return {
      id: `${hit.kind}:${hit.id}`,
      label: hit.title,
      hint: hit.detail,
      group: kind.group,
      icon: kind.icon,
      href: `${kind.under}/${hit.id}`,
    };
  });
}
