import Banknote from '@lucide/svelte/icons/banknote';
import FileMinus from '@lucide/svelte/icons/file-minus';
import FileText from '@lucide/svelte/icons/file-text';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import Package from '@lucide/svelte/icons/package';
import PackageOpen from '@lucide/svelte/icons/package-open';
import PiggyBank from '@lucide/svelte/icons/piggy-bank';
import User from '@lucide/svelte/icons/user';
import type { Component } from 'svelte';
import type { Hit } from '$lib/frame/offers.svelte';
import { addressOf } from '$lib/frame/place';
import { call, commands, type SearchKind } from '$lib/host';
import { t } from '$lib/words';

const kinds: Record<SearchKind, { group: string; icon: Component }> = {
  client: { group: t('client.title'), icon: User },
  invoice: { group: t('invoice.title'), icon: FileText },
  payment: { group: t('payment.title'), icon: Banknote },
  credit: { group: t('credit.title'), icon: PiggyBank },
  credit_note: { group: t('credit_note.title'), icon: FileMinus },
  refund: { group: t('refund.title'), icon: HandCoins },
  product: { group: t('product.title'), icon: Package },
  return: { group: t('returns.title'), icon: PackageOpen },
};

/** Clients and products by name and documents by number, for the field of commands. */
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
      href: addressOf(hit),
    };
  });
}
