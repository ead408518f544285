export const opening = {
  title: 'Welcome to Daybook',
} as const;
