import type { MenuEntry } from '$lib/shared/menu';

/** What the *New* menu makes, from any page; each opens its sheet by `openSheet`. */
export const news: readonly MenuEntry[] = [];
