import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet, type Component, type ComponentProps } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Sheet from './Sheet.svelte';
import Sheets from './Sheets.svelte';
import { closeSheets, openSheet, openSheets, type SheetProps } from './sheets.svelte';

let now = 0;

beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => now));
afterEach(() => {
  closeSheets();
  vi.restoreAllMocks();
});

/** A sheet that is open, and the button beneath it that opens it. */
function opened() {
  const button = document.body.appendChild(document.createElement('button'));
  button.textContent = 'Apply';
  const open = () =>
    openSheet(Sheet as Component<ComponentProps<typeof Sheet> & SheetProps>, {
      open: true,
      title: 'Apply money',
      act: 'Apply these amounts',
      onsubmit: () => undefined,
      children: createRawSnippet(() => ({ render: () => '<input aria-label="Amount" />' })),
    });
  button.addEventListener('click', open);
  render(Sheets);
  open();
  return { button, user: userEvent.setup() };
}

test('Enter pressed twice does not open again what the first press closed', async () => {
  const { button, user } = opened();
  await user.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect(openSheets()).toEqual([]);
  button.focus();
  now += 150;
  await user.keyboard('{Enter}');
  expect(openSheets()).toEqual([]);
  now += 1_000;
  await user.keyboard('{Enter}');
  expect(openSheets()).toHaveLength(1);
});

test('Enter is meant at once where another key was pressed before it', async () => {
  const { button, user } = opened();
  await user.click(await screen.findByRole('button', { name: 'Cancel' }));
  button.focus();
  now += 150;
  await user.keyboard('{Tab}');
  button.focus();
  await user.keyboard('{Enter}');
  expect(openSheets()).toHaveLength(1);
});
