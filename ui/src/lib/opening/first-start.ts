/** The steps of the first start, in their order. */
export const steps = ['who', 'fees', 'protect', 'data'] as const;

export type Step = (typeof steps)[number];

/** How a new practice begins. */
export type Beginning = 'empty' | 'import' | 'sample';

/** The step that shows the input at `field`, the path of a form's field. */
export function stepOf(field: string): Step {
  if (field.startsWith('services')) return 'fees';
  return field.startsWith('passphrase') ? 'protect' : 'who';
}
