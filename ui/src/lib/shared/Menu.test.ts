import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { MenuEntry } from './menu';
import Menu from './Menu.svelte';
import SideActions from './SideActions.svelte';

const APPLIED = '20.00 of CR-00001 is applied to invoices, so it cannot be deleted. Unapply it first.';

function acts() {
  const [edit, remove, unapply] = [vi.fn(), vi.fn(), vi.fn()];
  const entries: MenuEntry[] = [
    { id: 'edit', label: 'Edit…', run: edit, way: { label: 'Never shown', run: vi.fn() } },
    { id: 'delete', label: 'Delete…', reason: APPLIED, run: remove, way: { label: 'Unapply…', run: unapply } },
  ];
  return { entries, edit, remove, unapply };
}

// Nothing is laid out here, so that what floats is never where it could be seen.
const items = () => screen.queryAllByRole('menuitem', { hidden: true });
const item = (words: string) => items().find((one) => one.textContent.includes(words));

test('in a menu the way out of a refusal stands below it, and the arrow keys lead there', async () => {
  const { entries, edit, remove, unapply } = acts();
  render(Menu, { entries, label: 'Acts' });
  const user = userEvent.setup();
  screen.getByRole('button', { name: 'Acts' }).focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(items()).toHaveLength(3));
  expect(screen.queryByText('Never shown')).toBeNull();
  const refused = item('Delete…');
  expect(refused?.getAttribute('aria-disabled')).toBe('true');
  expect(refused?.textContent).toContain(APPLIED);
  await user.keyboard('{ArrowDown}{Enter}');
  expect(remove).not.toHaveBeenCalled();
  await user.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(item('Unapply…'));
  await user.keyboard('{Enter}');
  expect(unapply).toHaveBeenCalledOnce();
  await waitFor(() => expect(items()).toHaveLength(0));
  expect(edit).not.toHaveBeenCalled();
});

test('in a menu that is longer than the window the entry that the keys reach is scrolled into sight', async () => {
  const seen: (string | null)[] = [];
  const scroll = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
    seen.push(this.textContent);
  });
  const entries = Array.from({ length: 40 }, (_, at) => ({ id: `${at}`, label: `Service ${at}`, run: vi.fn() }));
  render(Menu, { entries, label: 'Add line' });
  const user = userEvent.setup();
  screen.getByRole('button', { name: 'Add line' }).focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(items()).toHaveLength(40));
  await user.keyboard('{End}');
  expect(document.activeElement).toBe(item('Service 39'));
  expect(seen.at(-1)?.trim()).toBe('Service 39');
  scroll.mockRestore();
});

test('among the acts of a page it stands below the reason, and the reason is read with it', async () => {
  const { entries, remove, unapply } = acts();
  render(SideActions, { acts: entries });
  const user = userEvent.setup();
  expect(screen.getAllByRole('button').map((button) => button.textContent.trim())).toEqual(['Edit…', 'Delete…', 'Unapply…']);
  screen.getByRole('button', { name: 'Delete…' }).focus();
  await user.keyboard('{Enter}');
  await user.tab();
  const way = screen.getByRole('button', { name: 'Unapply…' });
  expect(document.activeElement).toBe(way);
  expect(document.getElementById(way.getAttribute('aria-describedby') ?? '')?.textContent).toBe(APPLIED);
  await user.keyboard('{Enter}');
  expect(remove).not.toHaveBeenCalled();
  expect(unapply).toHaveBeenCalledOnce();
});
