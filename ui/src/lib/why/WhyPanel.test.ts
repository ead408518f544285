import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import type { Figure, WhyRow, WhyView } from '$lib/host';
import WhyPanel from './WhyPanel.svelte';

const all: Figure = { kind: 'owing', of: { client_id: null, as_of: '' } };
const ana: Figure = { kind: 'owing', of: { client_id: '7', as_of: '' } };

function why(change: Partial<WhyView>): WhyView {
  return {
    title: 'Balance owing',
    about: '',
    meaning: 'What each client owes.',
    earlier_count: 0,
    earlier: '0.00',
    rows: [],
    later_count: 0,
    later: '0.00',
    total: '100.00',
    page: 0,
    settled_count: 0,
    ...change,
  };
}

const client: WhyRow = {
  on: '',
  sentence: [{ text: 'What ', place: null }, { text: 'Ana', place: { kind: 'client', id: '7' } }, { text: ' owes.', place: null }],
  act: '',
  amount: '100.00',
  figure: ana,
};
const invoice: WhyRow = {
  on: '2026-03-02',
  sentence: [{ text: 'INV-00001', place: { kind: 'invoice', id: '3' } }, { text: ' was issued.', place: null }],
  act: 'Did again: Issued INV-00001',
  amount: '100.00',
  figure: null,
};

/** Answers as Rust would, and notes what was asked. */
function answers() {
  const asked: unknown[] = [];
  mockIPC((command, args) => {
    if (command !== 'why') throw new Error(command);
    const { figure, everything, page } = args as { figure: Figure; everything: boolean; page: number | null };
    asked.push([figure, everything, page]);
    if (JSON.stringify(figure) === JSON.stringify(all)) return why({ rows: [client] });
    if (page === 0) return why({ about: 'Ana', rows: [invoice], later_count: 50, later: '20.00' });
    return why({ about: 'Ana', rows: [invoice], page: 1, earlier_count: 50, earlier: '-20.00', settled_count: everything ? 0 : 3 });
  });
  return asked;
}

afterEach(clearMocks);

test('a row that is a figure of its own is followed, and the way leads back', async () => {
  answers();
  render(WhyPanel, { figure: all, onclose: () => {} });
  const panel = within(await screen.findByRole('dialog'));
  const link = await panel.findByRole('link', { name: 'Ana' });
  expect(link.getAttribute('href')).toBe('/clients/7');
  expect(panel.getByRole('row', { name: /Together: Balance owing/ }).textContent).toContain('100.00');
  await userEvent.click(panel.getByRole('button', { name: /^Why\?/ }));
  const document = await panel.findByRole('link', { name: 'INV-00001' });
  expect(document.getAttribute('href')).toBe('/invoices/3');
  expect(panel.getByText('Did again: Issued INV-00001')).toBeTruthy();
  await userEvent.click(panel.getByRole('button', { name: 'Back to Balance owing' }));
  expect(await panel.findByRole('link', { name: 'Ana' })).toBeTruthy();
});

test('rows of other pages stand as their sum, and what is settled is shown when asked for', async () => {
  const asked = answers();
  render(WhyPanel, { figure: ana, onclose: () => {} });
  const panel = within(await screen.findByRole('dialog'));
  const earlier = await panel.findByRole('row', { name: /50 earlier rows/ });
  expect(earlier.textContent).toContain('−20.00');
  await userEvent.click(panel.getByRole('button', { name: 'Show everything' }));
  await userEvent.click(await panel.findByRole('button', { name: '50 earlier rows' }));
  expect((await panel.findByRole('row', { name: /50 later rows/ })).textContent).toContain('+20.00');
  expect(asked).toEqual([
    [ana, false, null],
    [ana, true, null],
    [ana, true, 0],
  ]);
});
