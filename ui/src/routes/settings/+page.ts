import { redirect } from '@sveltejs/kit';

/** Settings open at their first part. */
export function load() {
  redirect(307, '/settings/practice');
}
