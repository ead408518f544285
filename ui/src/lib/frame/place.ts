import type { SearchKind } from '$lib/host';

const under: Record<SearchKind, string> = {
  client: '/clients',
  invoice: '/invoices',
  payment: '/payments',
  credit: '/credits',
  credit_note: '/credit-notes',
  refund: '/refunds',
  product: '/products',
  return: '/returns',
};

/** The address of the page of something. */
export function addressOf(place: { kind: SearchKind; id: string }): string {
  return `${under[place.kind]}/${place.id}`;
}
