import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, expect, test } from 'vitest';
import type { SearchHit } from '$lib/host';
import { search } from './search';

afterEach(clearMocks);

test('products and returns are found beside clients and documents, and lead to their pages', async () => {
  const hits: SearchHit[] = [
    { kind: 'client', id: '5', title: 'Wanda Book', detail: '' },
    { kind: 'product', id: '3', title: 'Workbook', detail: 'WB, 3 in stock' },
    { kind: 'return', id: '2', title: 'RT-00002', detail: 'Ana Lima' },
  ];
  mockIPC(() => hits);
  const found = await search('w');
  expect(found.map(({ group, label, hint, href }) => [group, label, hint, href])).toEqual([
    ['Clients', 'Wanda Book', '', '/clients/5'],
    ['Products', 'Workbook', 'WB, 3 in stock', '/products/3'],
    ['Returns', 'RT-00002', 'Ana Lima', '/returns/2'],
  ]);
});
