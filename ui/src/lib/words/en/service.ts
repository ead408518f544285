export const service = {
  title: 'Services',
} as const;
