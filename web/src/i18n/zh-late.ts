export const files: Record<string, unknown> = import.meta.glob('./zh/late/*.json', {
  eager: true,
  import: 'default',
})
