export const files: Record<string, unknown> = import.meta.glob('./en/late/*.json', {
  eager: true,
  import: 'default',
})
