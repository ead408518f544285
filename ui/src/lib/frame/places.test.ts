import { expect, test } from 'vitest';
import type { SearchKind } from '$lib/host';
import { addressOf } from './place';
import { isAt, places } from './places';

/** Under which place of the rail the page of something is. */
const under: Record<SearchKind, string> = {
  client: '/clients',
  invoice: '/billing',
  payment: '/billing',
  credit: '/billing',
  credit_note: '/billing',
  refund: '/billing',
  product: '/products',
  return: '/billing',
};

test('every page of something is under one place of the rail', () => {
  for (const [kind, href] of Object.entries(under)) {
    const path = addressOf({ kind: kind as SearchKind, id: '7' });
    expect(places.filter((place) => isAt(place, path)).map((place) => place.href), kind).toEqual([href]);
  }
});

test('each place has a letter of its own', () => {
  expect(new Set(places.map(({ letter }) => letter)).size).toBe(places.length);
});
