import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Hit, Offer } from './offers.svelte';
import Palette from './Palette.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const zoe = { id: 'client-4', group: 'Clients', label: 'Zoe Testa', hint: '', href: '/clients/4' } as Hit;

function palette(found: readonly Hit[]) {
  let arrive: () => void = () => undefined;
  const search = () => new Promise<readonly Hit[]>((resolve) => (arrive = () => resolve(found)));
  const pay = { id: 'pay', label: 'Record payment: Zoe Testa', run: vi.fn() } as Offer;
  const more = { id: 'more', label: 'Zoe again', run: vi.fn() } as Offer;
  render(Palette, { open: true, search, always: [pay, more] });
  return { user: userEvent.setup(), arrive: () => arrive() };
}

const selected = () =>
  screen.getAllByRole('option').filter((option) => option.getAttribute('aria-selected') === 'true').map((option) => option.textContent?.trim());

test('what is found comes first and is what Enter takes, however late it comes', async () => {
  const { user, arrive } = palette([zoe]);
  await user.type(screen.getByRole('combobox'), 'zoe');
  await waitFor(() => expect(selected()).toEqual(['Record payment: Zoe Testa']));
  await new Promise((done) => requestAnimationFrame(done));
  await waitFor(() => {
    arrive();
    expect(selected()).toEqual(['Zoe Testa']);
  });
});

test('an entry that was gone to stays the one that Enter takes', async () => {
  const { user, arrive } = palette([zoe]);
  await user.type(screen.getByRole('combobox'), 'zoe');
  await waitFor(() => expect(selected()).toEqual(['Record payment: Zoe Testa']));
  await user.keyboard('{ArrowDown}');
  await waitFor(() => expect(selected()).toEqual(['Zoe again']));
  arrive();
  await waitFor(() => {
    arrive();
    expect(screen.getByText('Zoe Testa')).toBeTruthy();
  });
  expect(selected()).toEqual(['Zoe again']);
});
