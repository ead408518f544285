/**
 * Whether leaving a page loses something that was typed.
 *
 * `samePage`: only what the page shows is another, as with its tabs; sheets stay.
 */
export type Losing = (samePage: boolean) => boolean;

const forms = new Set<Losing>();

/** Has leaving ask first while `losing` says so, until the function that it gives is called. */
export function guard(losing: Losing): () => void {
  forms.add(losing);
  return () => forms.delete(losing);
}

/** Whether something on the page or in a sheet over it would be lost. */
export function losesTyping(samePage: boolean): boolean {
  return [...forms].some((losing) => losing(samePage));
}
