export const client = {
  title: 'Clients',
} as const;
