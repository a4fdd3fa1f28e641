export const files: Record<string, unknown> = import.meta.glob('./zh/*.json', {
  eager: true,
  import: 'default',
})
