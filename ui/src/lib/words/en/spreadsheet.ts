export const spreadsheet = {
  title: 'Import spreadsheets',
} as const;
