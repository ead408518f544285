import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import LeaveGuard from './LeaveGuard.svelte';
import Leaving from './Leaving.svelte';
import Sheet from './Sheet.svelte';

/** What SvelteKit tells of each change of page. */
interface Change {
  from: { url: URL };
  to: { url: URL };
  delta?: number | undefined;
  cancel: () => void;
}

const kit = vi.hoisted(() => {
  const heard: Record<'before' | 'on' | 'after', ((change: object) => void)[]> = { before: [], on: [], after: [] };
  return { heard, at: 'http://page/clients/1', visit: (() => undefined) as (url: URL) => void };
});

vi.mock('$app/navigation', () => ({
  beforeNavigate: (hear: (change: object) => void) => kit.heard.before.push(hear),
  onNavigate: (hear: (change: object) => void) => kit.heard.on.push(hear),
  afterNavigate: (hear: (change: object) => void) => kit.heard.after.push(hear),
  goto: (url: URL) => kit.visit(url),
}));

/** Goes to another page as SvelteKit does; `delta` for Back and Forward. */
function visit(to: URL, delta?: number) {
  let cancelled = false;
  const change: Change = { from: { url: new URL(kit.at) }, to: { url: to }, delta, cancel: () => (cancelled = true) };
  kit.heard.before.forEach((hear) => hear(change));
  if (cancelled) return;
  kit.heard.on.forEach((hear) => hear(change));
  kit.at = to.href;
  kit.heard.after.forEach((hear) => hear(change));
}

const page = (path: string) => new URL(path, 'http://page');

beforeEach(() => {
  kit.heard = { before: [], on: [], after: [] };
  kit.at = 'http://page/clients/1';
  kit.visit = visit;
});

function sheet(dirty: boolean) {
  render(Leaving);
  render(Sheet, {
    open: true,
    title: 'Record payment',
    act: 'Record 120.00',
    dirty,
    onsubmit: () => undefined,
    children: createRawSnippet(() => ({ render: () => '<input aria-label="Amount" />' })),
  });
  return userEvent.setup();
}

test('another page is not shown before what was typed in a sheet may go', async () => {
  const user = sheet(true);
  visit(page('/credits/3'));
  expect(kit.at).toBe('http://page/clients/1');
  await user.click(await screen.findByRole('button', { name: 'Keep editing' }));
  expect(screen.getByLabelText('Amount')).toBeTruthy();
  visit(page('/credits/3'));
  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  expect(kit.at).toBe('http://page/credits/3');
});

test('Back is asked about too, and is then Back', async () => {
  const back = vi.spyOn(history, 'go').mockImplementation((delta) => visit(page('/clients'), delta));
  const user = sheet(true);
  visit(page('/clients'), -1);
  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  expect(back).toHaveBeenCalledExactlyOnceWith(-1);
  expect(kit.at).toBe('http://page/clients');
});

test('nothing is asked where nothing is lost', () => {
  sheet(false);
  visit(page('/credits/3'));
  expect(kit.at).toBe('http://page/credits/3');
});

test('a tab of the page takes nothing from a sheet, but what is typed on the page itself', () => {
  sheet(true);
  visit(page('/clients/1?tab=invoices'));
  expect(kit.at).toBe('http://page/clients/1?tab=invoices');
  render(LeaveGuard, { dirty: true });
  visit(page('/clients/1?tab=details'));
  expect(kit.at).toBe('http://page/clients/1?tab=invoices');
});
