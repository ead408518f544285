import { describe, expect, it } from 'vitest';
import { addressOf, narrows, plainQuery, queryOf } from './query';

const read = (address: string) => queryOf(new URL(address, 'http://daybook').searchParams);

describe('the list of clients by its address', () => {
  it('gives back each query that it wrote', () => {
    const query = { ...plainQuery, search: 'Zoë & Ana', status: 'all', balance: 'owing', sort: 'last_session', descending: true, page: 3 } as const;
    expect(read(addressOf(query))).toEqual(query);
    expect(addressOf(plainQuery)).toBe('/clients');
    expect(read('/clients')).toEqual(plainQuery);
  });

  it('counts pages from 1 in the address', () => {
    expect(addressOf({ ...plainQuery, page: 1 })).toBe('/clients?page=2');
  });

  it('takes an address that nobody wrote', () => {
    expect(read('/clients?status=gone&sort=age&page=-4&balance=&order=up')).toEqual(plainQuery);
    expect(read('/clients?page=1.5').page).toBe(0);
  });

  it('narrows by search and filters, not by order or page', () => {
    expect(narrows({ ...plainQuery, sort: 'owing', page: 2 })).toBe(false);
    expect(narrows({ ...plainQuery, search: ' ' })).toBe(false);
    expect(narrows({ ...plainQuery, balance: 'credit' })).toBe(true);
  });
});
