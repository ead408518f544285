import CalendarDays from '@lucide/svelte/icons/calendar-days';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import Package from '@lucide/svelte/icons/package';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import Settings from '@lucide/svelte/icons/settings';
import Sun from '@lucide/svelte/icons/sun';
import Users from '@lucide/svelte/icons/users';
import type { Component } from 'svelte';
import type { Key } from '$lib/words';

/** A page that the rail leads to. */
export interface Place {
  href: string;
  label: Extract<Key, `frame.${'today' | 'calendar' | 'clients' | 'billing' | 'products' | 'reports' | 'settings'}`>;
  icon: Component;
  /** After `g`, on the keyboard. */
  letter: string;
  /** Pages that belong to it and lie elsewhere. */
  also?: readonly string[];
}

/** The rail, from top to bottom. */
export const places: readonly Place[] = [
  { href: '/', label: 'frame.today', icon: Sun, letter: 't' },
  { href: '/calendar', label: 'frame.calendar', icon: CalendarDays, letter: 'c' },
  { href: '/clients', label: 'frame.clients', icon: Users, letter: 'l' },
  {
    href: '/billing',
    label: 'frame.billing',
    icon: ReceiptText,
    letter: 'b',
    also: ['/invoices', '/payments', '/credits', '/credit-notes', '/returns', '/refunds'],
  },
  { href: '/products', label: 'frame.products', icon: Package, letter: 'p' },
  { href: '/reports', label: 'frame.reports', icon: ChartColumn, letter: 'r' },
  { href: '/settings', label: 'frame.settings', icon: Settings, letter: 's', also: ['/import'] },
];

/** Whether `path` belongs to `place`. */
export function isAt(place: Place, path: string): boolean {
  if (place.href === '/') return path === '/';
  return [place.href, ...(place.also ?? [])].some(
    (root) => path === root || path.startsWith(`${root}/`),
  );
}
