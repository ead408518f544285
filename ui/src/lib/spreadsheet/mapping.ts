import type { Field, Mapping } from '$lib/host';

/** The field that is read from a column, counted from 0. */
export function fieldOf(mapping: Mapping, column: number): Field | null {
  return mapping.columns.find((mapped) => mapped.column === column)?.field ?? null;
}

/**
 * The mapping with `field` read from `column`, or nothing read from it.
 *
 * A column holds one field and a field stands in one column: who was there before gives way.
 */
export function withField(mapping: Mapping, column: number, field: Field | null): Mapping {
  const columns = mapping.columns.map((mapped) => {
    if (mapped.field === field) return { ...mapped, column };
    return mapped.column === column ? { ...mapped, column: null } : mapped;
  });
  return { ...mapping, columns };
}
