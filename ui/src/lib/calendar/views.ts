/** The ways to look at the calendar. */
export const VIEWS = ['day', 'week', 'month', 'list'] as const;
export type View = (typeof VIEWS)[number];

/** What the calendar component calls each. */
export const viewTypes: Record<View, string> = {
  day: 'timeGridDay',
  week: 'timeGridWeek',
  month: 'dayGridMonth',
  list: 'listMonth',
};

/** How a session is drawn in each. */
export const shapes: Record<View, 'block' | 'line' | 'row'> = {
  day: 'block',
  week: 'block',
  month: 'line',
  list: 'row',
};

/** The day, the week or the month that the calendar shows. */
export interface Period {
  from: string;
  /** The day after its last. */
  to: string;
}

/** Whether `value` names a view. */
export function isView(value: unknown): value is View {
  return VIEWS.some((view) => view === value);
}
