export const session = {
  title: 'Sessions',
} as const;
