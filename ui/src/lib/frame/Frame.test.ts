import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet, type Component, type ComponentProps } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Confirm from '$lib/shared/Confirm.svelte';
import Sheet from '$lib/shared/Sheet.svelte';
import Sheets from '$lib/shared/Sheets.svelte';
import { closeSheets, openSheet, type SheetProps } from '$lib/shared/sheets.svelte';
import Frame from './Frame.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$app/state', () => ({ page: { url: new URL('http://page/') } }));

const nothing = createRawSnippet(() => ({ render: () => '<p>Here</p>' }));

// What the list of commands asks of a browser, and jsdom does not have.
vi.stubGlobal('ResizeObserver', class {
  observe() {}
  unobserve() {}
  disconnect() {}
});

beforeEach(() => void render(Frame, { news: [], search: async () => [], onlock: vi.fn(), children: nothing }));
afterEach(closeSheets);

function sheet(dirty: boolean) {
  render(Sheets);
  const form = Sheet as Component<ComponentProps<typeof Sheet> & SheetProps>;
  openSheet(form, { open: true, title: 'Record payment', act: 'Record', dirty, onsubmit: vi.fn(), children: nothing });
}

const palette = () => screen.queryByRole('dialog', { name: 'Search and commands' });

test('what is typed at once after Ctrl+K is all searched for', async () => {
  const user = userEvent.setup();
  // All within one turn, before the field can be there.
  for (const key of [{ key: 'k', ctrlKey: true }, { key: 'a' }, { key: 'n' }, { key: 'a' }]) {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true }));
  }
  const field = await screen.findByPlaceholderText<HTMLInputElement>(/Search/);
  await vi.waitFor(() => expect(document.activeElement).toBe(field));
  await user.keyboard(' lima');
  expect(field.value).toBe('ana lima');
});

test('Ctrl+K opens nothing over a question or a sheet in which somebody types', async () => {
  const user = userEvent.setup();
  const { unmount } = render(Confirm, { open: true, title: 'Discard what you typed?', act: 'Discard', onconfirm: vi.fn() });
  await screen.findByRole('dialog', { name: 'Discard what you typed?' });
  await user.keyboard('{Control>}k{/Control}');
  expect(palette()).toBeNull();
  unmount();
  sheet(true);
  await screen.findByRole('dialog', { name: 'Record payment' });
  await user.keyboard('{Control>}k{/Control}');
  expect(palette()).toBeNull();
});

test('Ctrl+K works over a sheet in which nothing was typed', async () => {
  sheet(false);
  await screen.findByRole('dialog', { name: 'Record payment' });
  await userEvent.keyboard('{Control>}k{/Control}');
  expect(palette()).toBeTruthy();
});
